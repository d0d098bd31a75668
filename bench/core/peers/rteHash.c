/*
 * rte_hash: from ids of 4 bytes to indices, one by one or 32 at once.
 *
 *     rteHash single|bulk FOLDER PASSES STRIDE ROUNDS
 *
 * In the folder: `entries`, pairs of id and index; `packets`, STRIDE words each, the id first, gone through ROUNDS times.
 */
#include "peer.h"
#include "eal.h"
#include <rte_hash.h>
#include <rte_hash_crc.h>

#define BURST 32

static struct rte_hash *table;
static Words packets;
static uint32_t *answers;
static size_t stride, rounds, count;

static void single(void) {
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++) {
      void *data;
      answers[i] = rte_hash_lookup_data(table, &packets.at[i * stride], &data) >= 0 ? (uint32_t)(uintptr_t)data : NONE;
    }
}

static void bulk(void) {
  const void *keys[BURST];
  void *data[BURST];
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i += BURST) {
      uint64_t hits = 0;
      for (size_t j = 0; j < BURST; j++) keys[j] = &packets.at[(i + j) * stride];
      rte_hash_lookup_bulk_data(table, keys, BURST, &hits, data);
      for (size_t j = 0; j < BURST; j++) answers[i + j] = (hits >> j & 1) != 0 ? (uint32_t)(uintptr_t)data[j] : NONE;
    }
}

int main(int argc, char **argv) {
  if (argc != 6) fail("rteHash single|bulk FOLDER PASSES STRIDE ROUNDS");
  start_dpdk("256");
  Words entries = read_words(argv[2], "entries");
  packets = read_words(argv[2], "packets");
  stride = number(argv, 4);
  rounds = number(argv, 5);
  count = packets.count / stride;
  answers = claimed(4 * count);
  struct rte_hash_parameters parameters = {
      .name = "ids", .entries = (uint32_t)entries.count / 2, .key_len = 4, .hash_func = rte_hash_crc, .socket_id = 0};
  table = rte_hash_create(&parameters);
  if (table == NULL) fail("rte_hash_create");
  for (size_t i = 0; i < entries.count; i += 2)
    if (rte_hash_add_key_data(table, &entries.at[i], (void *)(uintptr_t)entries.at[i + 1]) != 0) fail("rte_hash_add_key_data");
  /* Its size is not told: buckets of 64 bytes for 8 keys, of which there are a power of two, and 16 bytes for each key. */
  size_t buckets = 1;
  while (buckets * 8 < entries.count / 2) buckets *= 2;
  measure(strcmp(argv[1], "bulk") == 0 ? bulk : single, (int)number(argv, 3), rounds * count, answers, count,
          buckets * 64 + entries.count / 2 * 16);
  return 0;
}
