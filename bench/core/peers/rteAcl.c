/*
 * rte_acl: first match of five fields, 32 packets at once, by whatever instructions it finds best here.
 *
 *     rteAcl FOLDER PASSES ROUNDS
 *
 * In the folder: `rules`, the least and the greatest value of each field, first rules first; `packets`, five words each. Keys
 * are brought into the order that rte_acl wants before time is taken. Addresses must be prefixes; they are in our sets.
 */
#include "peer.h"
#include "eal.h"
#include <rte_acl.h>
#include <rte_byteorder.h>

#define BURST 32
#define FIELDS 5

struct key {
  uint8_t protocol;
  uint8_t unused[3];
  uint32_t source, destination;
  uint16_t source_port, destination_port;
};
RTE_ACL_RULE_DEF(acl_rule, FIELDS);

static struct rte_acl_field_def fields[FIELDS] = {
    {RTE_ACL_FIELD_TYPE_BITMASK, 1, 0, 0, offsetof(struct key, protocol)},
    {RTE_ACL_FIELD_TYPE_MASK, 4, 1, 1, offsetof(struct key, source)},
    {RTE_ACL_FIELD_TYPE_MASK, 4, 2, 2, offsetof(struct key, destination)},
    {RTE_ACL_FIELD_TYPE_RANGE, 2, 3, 3, offsetof(struct key, source_port)},
    {RTE_ACL_FIELD_TYPE_RANGE, 2, 4, 3, offsetof(struct key, destination_port)},
};

static struct rte_acl_ctx *context;
static struct key *keys;
static uint32_t *answers;
static size_t rounds, count;

static uint32_t prefix_bits(uint32_t low, uint32_t high) {
  uint32_t bits = 32;
  for (uint32_t open = low ^ high; open != 0; open >>= 1) bits--;
  uint32_t mask = bits == 0 ? 0 : ~0u << (32 - bits);
  if ((low & ~mask) != 0 || (high | mask) != ~0u) fail("an address is no prefix");
  return bits;
}

static void pass(void) {
  const uint8_t *data[BURST];
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i += BURST) {
      for (size_t j = 0; j < BURST; j++) data[j] = (const uint8_t *)&keys[i + j];
      rte_acl_classify(context, data, &answers[i], BURST, 1);
    }
  /* It answers with what the rule carries: the index and 1. */
  for (size_t i = 0; i < count; i++) answers[i]--;
}

int main(int argc, char **argv) {
  if (argc != 4) fail("rteAcl FOLDER PASSES ROUNDS");
  start_dpdk("2048");
  Words rules = read_words(argv[1], "rules"), packets = read_words(argv[1], "packets");
  rounds = number(argv, 3);
  count = packets.count / FIELDS;
  keys = claimed(count * sizeof *keys);
  answers = claimed(4 * count);
  for (size_t i = 0; i < count; i++) {
    const uint32_t *packet = &packets.at[FIELDS * i];
    keys[i] = (struct key){.source = rte_cpu_to_be_32(packet[0]),
                           .destination = rte_cpu_to_be_32(packet[1]),
                           .source_port = rte_cpu_to_be_16((uint16_t)packet[2]),
                           .destination_port = rte_cpu_to_be_16((uint16_t)packet[3]),
                           .protocol = (uint8_t)packet[4]};
  }
  size_t rule_count = rules.count / (2 * FIELDS);
  struct rte_acl_param parameters = {
      .name = "rules", .socket_id = SOCKET_ID_ANY, .rule_size = RTE_ACL_RULE_SZ(FIELDS), .max_rule_num = (uint32_t)rule_count};
  context = rte_acl_create(&parameters);
  if (context == NULL) fail("rte_acl_create");
  for (size_t i = 0; i < rule_count; i++) {
    const uint32_t *r = &rules.at[2 * FIELDS * i];
    struct acl_rule rule = {.data = {.category_mask = 1, .priority = (int32_t)(RTE_ACL_MAX_PRIORITY - i), .userdata = (uint32_t)i + 1}};
    int any_protocol = r[8] != r[9];
    rule.field[0].value.u8 = any_protocol ? 0 : (uint8_t)r[8];
    rule.field[0].mask_range.u8 = any_protocol ? 0 : 0xff;
    for (int field = 0; field < 2; field++) {
      rule.field[1 + field].value.u32 = r[2 * field];
      rule.field[1 + field].mask_range.u32 = prefix_bits(r[2 * field], r[2 * field + 1]);
      rule.field[3 + field].value.u16 = (uint16_t)r[4 + 2 * field];
      rule.field[3 + field].mask_range.u16 = (uint16_t)r[5 + 2 * field];
    }
    if (rte_acl_add_rules(context, (struct rte_acl_rule *)&rule, 1) != 0) fail("rte_acl_add_rules");
  }
  struct rte_acl_config configuration = {.num_categories = 1, .num_fields = FIELDS};
  memcpy(configuration.defs, fields, sizeof fields);
  if (rte_acl_build(context, &configuration) != 0) fail("rte_acl_build");
  measure(pass, (int)number(argv, 2), rounds * count, answers, count, 0);
  return 0;
}
