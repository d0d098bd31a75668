/* Starts DPDK without large pages, devices and threads of its own. */
#include <rte_eal.h>
#include <rte_errno.h>

static void start_dpdk(const char *megabytes) {
  char *arguments[] = {"peer", "--no-huge", "--no-pci", "--no-telemetry", "--no-shconf", "--log-level=3", "-m", (char *)megabytes,
                       "--lcores=0@(0-1)"};
  if (rte_eal_init(sizeof arguments / sizeof *arguments, arguments) < 0) fail("DPDK does not start");
}
