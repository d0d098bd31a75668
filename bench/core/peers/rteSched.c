/*
 * rte_sched: a pipe of its own for each partition, with one class and one queue of 16 packets.
 *
 *     rteSched FOLDER PASSES ROUND PARTITIONS
 *
 * In the folder: `arrivals`, pairs of partition and bytes. ROUND packets come, in bursts of 32, then all are sent, in bursts of 32.
 * Rates are so high that no packet ever waits for its time: what is measured is the work, not the shaping.
 */
#include "peer.h"
#include "eal.h"
#include <rte_mbuf.h>
#include <rte_sched.h>

#define BURST 32
#define QUEUE 16
/** Bytes each second; and for a pipe. */
#define RATE 100000000000ull

static struct rte_sched_port *port;
static struct rte_mbuf **buffers;
static Words arrivals;
static uint32_t *departures;
static size_t round_size, departed;

static void pass(void) {
  struct rte_mbuf *burst[BURST];
  departed = 0;
  for (size_t i = 0; i < arrivals.count / 2; i += round_size) {
    size_t waiting = 0;
    for (size_t j = 0; j < round_size; j += BURST) {
      size_t count = round_size - j < BURST ? round_size - j : BURST;
      for (size_t k = 0; k < count; k++) {
        struct rte_mbuf *buffer = buffers[j + k];
        size_t packet = i + j + k;
        buffer->pkt_len = arrivals.at[2 * packet + 1];
        buffer->dynfield1[0] = (uint32_t)packet;
        rte_sched_port_pkt_write(port, buffer, 0, arrivals.at[2 * packet], RTE_SCHED_TRAFFIC_CLASS_BE, 0, RTE_COLOR_GREEN);
      }
      waiting += (size_t)rte_sched_port_enqueue(port, &buffers[j], (uint32_t)count);
    }
    while (waiting > 0) {
      int sent = rte_sched_port_dequeue(port, burst, BURST);
      for (int k = 0; k < sent; k++) departures[departed++] = burst[k]->dynfield1[0];
      waiting -= (size_t)sent;
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 5) fail("rteSched FOLDER PASSES ROUND PARTITIONS");
  start_dpdk("2048");
  arrivals = read_words(argv[1], "arrivals");
  round_size = number(argv, 3);
  uint32_t pipes = 1;
  while (pipes < number(argv, 4)) pipes *= 2;
  departures = claimed(4 * arrivals.count);

  struct rte_sched_subport_profile_params subport_profile = {.tb_rate = RATE, .tb_size = 1000000000, .tc_period = 10};
  struct rte_sched_pipe_params pipe_profile = {.tb_rate = RATE, .tb_size = 1000000000, .tc_period = 10, .tc_ov_weight = 1, .wrr_weights = {1, 1, 1, 1}};
  for (int i = 0; i < RTE_SCHED_TRAFFIC_CLASSES_PER_PIPE; i++) subport_profile.tc_rate[i] = RATE;
  /* Classes without a queue have no rate. */
  pipe_profile.tc_rate[RTE_SCHED_TRAFFIC_CLASS_BE] = RATE;
  struct rte_sched_port_params port_parameters = {.name = "port",
                                                  .socket = 0,
                                                  .rate = RATE,
                                                  .mtu = 1522,
                                                  .frame_overhead = 0,
                                                  .n_subports_per_port = 1,
                                                  .subport_profiles = &subport_profile,
                                                  .n_subport_profiles = 1,
                                                  .n_max_subport_profiles = 1,
                                                  .n_pipes_per_subport = pipes};
  struct rte_sched_subport_params subport_parameters = {
      .n_pipes_per_subport_enabled = pipes, .pipe_profiles = &pipe_profile, .n_pipe_profiles = 1, .n_max_pipe_profiles = 1};
  subport_parameters.qsize[RTE_SCHED_TRAFFIC_CLASS_BE] = QUEUE;
  struct rte_sched_subport_params *subports[] = {&subport_parameters};
  size_t bytes = rte_sched_port_get_memory_footprint(&port_parameters, subports);
  port = rte_sched_port_config(&port_parameters);
  if (port == NULL) fail("rte_sched_port_config");
  if (rte_sched_subport_config(port, 0, &subport_parameters, 0) != 0) fail("rte_sched_subport_config");
  for (uint32_t pipe = 0; pipe < pipes; pipe++)
    if (rte_sched_pipe_config(port, 0, pipe, 0) != 0) fail("rte_sched_pipe_config");

  struct rte_mempool *pool = rte_pktmbuf_pool_create("packets", (unsigned)round_size, 0, 0, RTE_PKTMBUF_HEADROOM, 0);
  if (pool == NULL) fail("rte_pktmbuf_pool_create");
  buffers = claimed(round_size * sizeof *buffers);
  if (rte_pktmbuf_alloc_bulk(pool, buffers, (unsigned)round_size) != 0) fail("rte_pktmbuf_alloc_bulk");
  measure_departures(pass, (int)number(argv, 2), arrivals, departures, &departed, bytes);
  return 0;
}
