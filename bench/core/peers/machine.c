/*
 * What this machine can do at best: how long a word takes that lies in a table of so many bytes, if each address comes from the
 * word before, and if addresses are known beforehand; and how many bytes pass by each second, one behind the other.
 *
 *     machine PASSES
 *
 * Out: one line of JSON.
 */
#include "peer.h"

#define READS (1u << 21)
#define STREAM_WORDS (1u << 26)

static volatile uint32_t sink;

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

int main(int argc, char **argv) {
  if (argc != 2) fail("machine PASSES");
  size_t passes = number(argv, 1);
  uint32_t state = 1;
  uint32_t *addresses = claimed(4ul * READS);
  printf("{\"tables\":[");
  for (unsigned bits = 14; bits <= 28; bits += 2) {
    /* One word of each line of 64 bytes: all lines form one circle, in random order. */
    size_t lines = (1ul << bits) / 64;
    uint32_t *table = claimed(1ul << bits), *order = claimed(4 * lines);
    for (uint32_t i = 0; i < lines; i++) order[i] = i;
    for (size_t i = lines - 1; i > 0; i--) {
      size_t j = next_random(&state) % (i + 1);
      uint32_t swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    for (size_t i = 0; i < lines; i++) table[16 * order[i]] = 16 * order[(i + 1) % lines];
    for (size_t i = 0; i < READS; i++) addresses[i] = 16 * (next_random(&state) % (uint32_t)lines);
    double chained = 1e9, known = 1e9;
    for (size_t pass = 0; pass <= passes; pass++) {
      double start = cpu_nanoseconds();
      uint32_t at = 0;
      for (size_t i = 0; i < READS; i++) at = table[at];
      sink = at;
      double middle = cpu_nanoseconds();
      uint32_t sum = 0;
      for (size_t i = 0; i < READS; i++) sum += table[addresses[i]];
      sink = sum;
      double end = cpu_nanoseconds();
      if (pass > 0 && middle - start < chained * READS) chained = (middle - start) / READS;
      if (pass > 0 && end - middle < known * READS) known = (end - middle) / READS;
    }
    printf("%s{\"bytes\":%lu,\"chainedNanoseconds\":%.3f,\"knownNanoseconds\":%.3f}", bits == 14 ? "" : ",", 1ul << bits, chained, known);
    free(order);
    free(table);
  }
  uint32_t *stream = claimed(4ul * STREAM_WORDS);
  for (size_t i = 0; i < STREAM_WORDS; i++) stream[i] = (uint32_t)i;
  double best = 1e18;
  for (size_t pass = 0; pass <= passes; pass++) {
    double start = cpu_nanoseconds();
    uint32_t sum = 0;
    for (size_t i = 0; i < STREAM_WORDS; i++) sum += stream[i];
    sink = sum;
    if (cpu_nanoseconds() - start < best) best = cpu_nanoseconds() - start;
  }
  printf("],\"streamBytesPerNanosecond\":%.3f}\n", 4.0 * STREAM_WORDS / best);
  return 0;
}
