/*
 * Our schedulers once more, in C: the same images, the same packets in the same order.
 *
 *     plainSchedulers calendar|slots FOLDER PASSES ROUND
 *
 * In the folder: `image`, as `impl` builds it; `arrivals`, pairs of partition and bytes. ROUND packets come, then the calendar goes
 * to its next cycle and sends all of it; of slots, a round is served, with one for each partition. In the end all is sent.
 */
#include "peer.h"

static uint32_t *image;
static Words arrivals;
static uint32_t *departures;
static size_t round_size, departed;

/* ---- impl/scheduler/calendar.ts --------------------------------------------------------------------------------- */
enum { PARTITIONS, CYCLES, CYCLE_BYTES, CHARGE_MIN, BUCKET_WORDS, BUCKETS, CYCLE, SENT, WAITING, OLD_CYCLES, HEAD = 16 };
enum { BUDGET, OLD_BUDGET, LAST_CYCLE, BOOKED };

static inline uint32_t room(const uint32_t *record, uint32_t ahead, uint32_t booked) {
  uint32_t budget = ahead < image[OLD_CYCLES] ? record[OLD_BUDGET] : record[BUDGET];
  return booked < budget ? budget - booked : 0;
}
static inline uint32_t bucket_of(uint32_t cycle) { return image[BUCKETS] + (cycle & (image[CYCLES] - 1)) * image[BUCKET_WORDS]; }

static inline uint32_t calendar_enqueue(uint32_t partition, uint32_t bytes, uint32_t packet) {
  if (partition >= image[PARTITIONS]) return 0;
  uint32_t *record = &image[HEAD + 4 * partition];
  uint32_t now = image[CYCLE], charge = bytes < image[CHARGE_MIN] ? image[CHARGE_MIN] : bytes;
  uint32_t ahead = record[LAST_CYCLE] - now, booked = record[BOOKED];
  if (ahead == 0 || ahead >= image[CYCLES]) {
    ahead = 1;
    booked = 0;
  }
  if (charge > room(record, ahead, booked)) {
    ahead++;
    booked = 0;
    if (ahead >= image[CYCLES] || charge > room(record, ahead, booked)) return 0;
  }
  record[LAST_CYCLE] = now + ahead;
  record[BOOKED] = booked + charge;
  uint32_t bucket = bucket_of(now + ahead);
  uint32_t *entry = &image[bucket + 1 + 3 * image[bucket]];
  entry[0] = packet;
  entry[1] = partition;
  entry[2] = bytes;
  image[bucket]++;
  image[WAITING]++;
  return ahead;
}

static inline uint32_t calendar_dequeue(void) {
  uint32_t bucket = bucket_of(image[CYCLE]), sent = image[SENT];
  if (sent >= image[bucket]) return 0;
  image[SENT] = sent + 1;
  image[WAITING]--;
  return bucket + 1 + 3 * sent;
}

static void advance(uint32_t now) {
  for (uint32_t left = now - image[CYCLE]; left > 0 && left < 0x80000000u;) {
    uint32_t bucket = bucket_of(image[CYCLE]);
    if (image[SENT] < image[bucket]) return;
    uint32_t passed = image[WAITING] == 0 ? left : 1, old = image[OLD_CYCLES];
    image[bucket] = 0;
    image[SENT] = 0;
    image[CYCLE] += passed;
    image[OLD_CYCLES] = old > passed ? old - passed : 0;
    left -= passed;
  }
}

static void next_cycle(void) {
  advance(image[CYCLE] + 1);
  for (uint32_t entry; (entry = calendar_dequeue()) != 0;) departures[departed++] = image[entry];
}

static void calendar(void) {
  departed = 0;
  for (size_t i = 0; i < arrivals.count / 2; i += round_size) {
    for (size_t j = i; j < i + round_size; j++) calendar_enqueue(arrivals.at[2 * j], arrivals.at[2 * j + 1], (uint32_t)j);
    next_cycle();
  }
  while (image[WAITING] > 0) next_cycle();
}

/* ---- impl/scheduler/slots.ts ------------------------------------------------------------------------------------ */
enum { SLOT_BYTES = 1, TABLE, NEXT_TABLE, SLOT };
enum { RING, CAPACITY, FIRST, COUNT };

static inline uint32_t slots_enqueue(uint32_t partition, uint32_t bytes, uint32_t packet) {
  if (partition >= image[PARTITIONS] || bytes > image[SLOT_BYTES]) return 0;
  uint32_t *record = &image[HEAD + 4 * partition];
  if (record[COUNT] >= record[CAPACITY]) return 0;
  uint32_t behind = record[FIRST] + record[COUNT];
  uint32_t place = behind < record[CAPACITY] ? behind : behind - record[CAPACITY];
  uint32_t *entry = &image[record[RING] + 3 * place];
  entry[0] = packet;
  entry[1] = partition;
  entry[2] = bytes;
  return ++record[COUNT];
}

static inline uint32_t serve_slot(void) {
  uint32_t owner = image[image[TABLE] + 1 + image[SLOT]], next = image[SLOT] + 1;
  if (next < image[image[TABLE]]) image[SLOT] = next;
  else {
    image[SLOT] = 0;
    image[TABLE] = image[NEXT_TABLE];
  }
  if (owner >= image[PARTITIONS]) return 0;
  uint32_t *record = &image[HEAD + 4 * owner];
  if (record[COUNT] == 0) return 0;
  uint32_t first = record[FIRST];
  record[FIRST] = first + 1 < record[CAPACITY] ? first + 1 : 0;
  record[COUNT]--;
  return record[RING] + 3 * first;
}

static void serve_round(void) {
  for (uint32_t slot = 0; slot < image[PARTITIONS]; slot++) {
    uint32_t entry = serve_slot();
    if (entry != 0) departures[departed++] = image[entry];
  }
}

static void slots(void) {
  size_t accepted = 0;
  departed = 0;
  for (size_t i = 0; i < arrivals.count / 2; i += round_size) {
    for (size_t j = i; j < i + round_size; j++) accepted += slots_enqueue(arrivals.at[2 * j], arrivals.at[2 * j + 1], (uint32_t)j) != 0;
    serve_round();
  }
  while (departed < accepted) serve_round();
}

int main(int argc, char **argv) {
  if (argc != 5) fail("plainSchedulers calendar|slots FOLDER PASSES ROUND");
  Words words = read_words(argv[2], "image");
  image = words.at;
  arrivals = read_words(argv[2], "arrivals");
  round_size = number(argv, 4);
  departures = claimed(4 * arrivals.count);
  measure_departures(strcmp(argv[1], "slots") == 0 ? slots : calendar, (int)number(argv, 3), arrivals, departures, &departed,
                     words.count * 4);
  return 0;
}
