/*
 * What all peers do alike. In: a folder with a workload, in files of 32-bit words; how many passes are timed. Out: one line of
 * JSON with the nanoseconds of CPU time of each pass, a checksum of all answers, and the bytes that tables take.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/** Passes that are not timed: caches and branch predictors learn. The same for everybody, as states live on. */
#define WARM_UP_PASSES 2
#define NONE 0xffffffffu

typedef struct {
  uint32_t *at;
  size_t count;
} Words;

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/** Memory that starts at a line of the cache. */
static void *claimed(size_t bytes) {
  void *memory = NULL;
  if (posix_memalign(&memory, 4096, bytes + 64) != 0) fail("no memory");
  memset(memory, 0, bytes + 64);
  return memory;
}

static inline Words read_words(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  struct stat info;
  if (file == NULL || fstat(fileno(file), &info) != 0) fail(path);
  Words words = {claimed((size_t)info.st_size), (size_t)info.st_size / 4};
  if (fread(words.at, 4, words.count, file) != words.count) fail(path);
  fclose(file);
  return words;
}

static double cpu_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

/** FNV-1a, of words instead of bytes. */
static uint32_t checksum_of(uint32_t sum, const uint32_t *answers, size_t count) {
  for (size_t i = 0; i < count; i++) sum = (sum ^ answers[i]) * 16777619u;
  return sum;
}
#define CHECKSUM_START 2166136261u

/** A packet and its partition as one number. */
static inline uint32_t mixed(uint32_t packet, uint32_t partition) {
  uint32_t x = packet * 0x85ebca6bu ^ partition * 0xc2b2ae35u;
  return (x ^ x >> 15) * 0x2c1b3c6du;
}

static void report(const double *nanoseconds, int passes, size_t packets, uint32_t checksum, uint32_t order, size_t bytes) {
  printf("{\"nanoseconds\":[");
  for (int i = 0; i < passes; i++) printf("%s%.3f", i == 0 ? "" : ",", nanoseconds[i] / (double)packets);
  printf("],\"checksum\":%u,\"order\":%u,\"bytes\":%zu}\n", checksum, order, bytes);
}

/** Runs all passes of something that gives each packet an answer, and reports them. */
static inline void measure(void (*pass)(void), int passes, size_t packets, const uint32_t *answers, size_t answer_count, size_t bytes) {
  double *nanoseconds = claimed(sizeof(double) * (size_t)passes);
  uint32_t checksum = CHECKSUM_START;
  for (int i = -WARM_UP_PASSES; i < passes; i++) {
    double start = cpu_nanoseconds();
    pass();
    if (i >= 0) nanoseconds[i] = cpu_nanoseconds() - start;
    checksum = checksum_of(checksum, answers, answer_count);
  }
  report(nanoseconds, passes, packets, checksum, checksum, bytes);
}

/**
 * The same for schedulers. They may send in different orders, so there are two checksums: one of the packets that are sent, whatever
 * their order, one of the order. Each pass ends when all have been sent.
 */
static inline void measure_departures(void (*pass)(void), int passes, Words arrivals, const uint32_t *departures,
                                      const size_t *departed, size_t bytes) {
  double *nanoseconds = claimed(sizeof(double) * (size_t)passes);
  uint32_t order = CHECKSUM_START, sent = 0;
  for (int i = -WARM_UP_PASSES; i < passes; i++) {
    double start = cpu_nanoseconds();
    pass();
    if (i >= 0) nanoseconds[i] = cpu_nanoseconds() - start;
    order = checksum_of(order, departures, *departed);
    for (size_t j = 0; j < *departed; j++) sent += mixed(departures[j], arrivals.at[2 * departures[j]]);
  }
  report(nanoseconds, passes, arrivals.count / 2, sent, order, bytes);
}

/** A whole number among the arguments. */
static size_t number(char **arguments, int i) { return (size_t)strtoull(arguments[i], NULL, 10); }
