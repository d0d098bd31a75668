/*
 * Our algorithms once more, in C: on the same images, with the same answers. What a compiler of C makes of them is what the
 * other translations of the same source are held against.
 *
 *     plain lookup FOLDER PASSES STRIDE ROUNDS
 *     plain classify FOLDER PASSES ROUNDS
 *
 * In the folder: `image`, as `impl` builds it; `packets`, of STRIDE words with the id first, or of five fields.
 */
#include "peer.h"

static Words image, packets;
static uint32_t *answers;
static size_t stride, rounds, count;

/* ---- impl/lookup ------------------------------------------------------------------------------------------------ */
static inline uint32_t in_bucket(const uint32_t *bucket, uint32_t id) {
  uint32_t found = NONE;
  for (int slot = 0; slot < 4; slot++) found &= bucket[4 + slot] | (bucket[slot] == id ? 0 : NONE);
  return found;
}

static inline uint32_t index_of(const uint32_t *table, uint32_t id) {
  uint32_t size = table[1], offset = id - table[0];
  if (offset < size) return table[4 + offset];
  uint32_t mask = table[2], x = id ^ table[3];
  uint32_t first = (x ^ x >> 16) * 0x85ebca6bu;
  first ^= first >> 13;
  uint32_t second = first * 0xc2b2ae35u;
  second ^= second >> 16;
  const uint32_t *buckets = &table[4 + size];
  return in_bucket(&buckets[(first & mask) << 3], id) & in_bucket(&buckets[(second & mask) << 3], id);
}

static void lookup(void) {
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++) answers[i] = index_of(image.at, packets.at[i * stride]);
}

/* ---- impl/classifier -------------------------------------------------------------------------------------------- */
static inline const uint32_t *vector_of(const uint32_t *image, int field, uint32_t value) {
  uint32_t starts = image[3 + 2 * field], intervals = image[4 + 2 * field], interval = 0;
  for (uint32_t step = image[2]; step > 0; step >>= 1) {
    uint32_t next = interval + step;
    if (next < intervals && image[starts + next] <= value) interval = next;
  }
  return &image[starts + intervals + interval * image[1]];
}

static uint32_t match_bit_vector(const uint32_t *image, const uint32_t *packet) {
  const uint32_t *vectors[5];
  for (int field = 0; field < 5; field++) vectors[field] = vector_of(image, field, packet[field]);
  for (uint32_t i = 0; i < image[1]; i++) {
    uint32_t common = vectors[0][i] & vectors[1][i] & vectors[2][i] & vectors[3][i] & vectors[4][i];
    if (common != 0) return (i << 5) + (uint32_t)__builtin_clz(common);
  }
  return NONE;
}

static inline int is_within(const uint32_t *rule, const uint32_t *packet) {
  for (int field = 0; field < 5; field++)
    if (packet[field] < rule[2 * field] || packet[field] > rule[2 * field + 1]) return 0;
  return 1;
}

static uint32_t match_cut_tree(const uint32_t *image, const uint32_t *packet) {
  uint32_t depth = image[1], longest = image[2], rules = image[3], trees = image[4], limit = NONE;
  for (uint32_t tree = 0; tree < trees; tree++) {
    uint32_t node = 5 + 2 * tree;
    for (uint32_t level = 0; level < depth; level++) {
      uint32_t link = image[node + 1], field = link & 7;
      if (field == 7) break;
      node = (link >> 3) + (packet[field] < image[node] ? 0 : 2);
    }
    const uint32_t *list = &image[image[node + 1] >> 3];
    for (uint32_t i = 0; i < longest && list[i] < limit; i++)
      if (is_within(&image[rules + 10 * list[i]], packet)) limit = list[i];
  }
  return limit;
}

static void classify(void) {
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++)
      answers[i] = image.at[0] == 1 ? match_bit_vector(image.at, &packets.at[5 * i]) : match_cut_tree(image.at, &packets.at[5 * i]);
}

int main(int argc, char **argv) {
  int is_lookup = argc == 6 && strcmp(argv[1], "lookup") == 0;
  if (!is_lookup && argc != 5) fail("plain lookup FOLDER PASSES STRIDE ROUNDS, or plain classify FOLDER PASSES ROUNDS");
  image = read_words(argv[2], "image");
  packets = read_words(argv[2], "packets");
  stride = is_lookup ? number(argv, 4) : 5;
  rounds = number(argv, is_lookup ? 5 : 4);
  count = packets.count / stride;
  answers = claimed(4 * count);
  measure(is_lookup ? lookup : classify, (int)number(argv, 3), rounds * count, answers, count, image.count * 4);
  return 0;
}
