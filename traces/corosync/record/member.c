/*
 * A member of a closed process group: joins it, multicasts each line of its standard input, and prints what the group
 * service tells it, as JSON lines in the order of the calls. The line "leave" leaves the group and ends.
 *
 *     cc -o member member.c -lcpg && ./member GROUP
 */
#include <corosync/corotypes.h>
#include <corosync/cpg.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static uint64_t ring;
static int left;

/* CLOCK_MONOTONIC, in nanoseconds: one clock for all processes of this machine. */
static unsigned long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void delivered(cpg_handle_t handle, const struct cpg_name *group, uint32_t node, uint32_t pid, void *message,
                      size_t length) {
  (void)handle, (void)group;
  printf("{\"event\":\"delivered\",\"at\":%llu,\"message\":\"%.*s\",\"from\":\"%u:%u\"}\n", now(), (int)length,
         (char *)message, node, pid);
}

/* The members after a change, and why they changed: 1 join, 2 leave, 3 node down, 4 node up, 5 process down. */
static void changed(cpg_handle_t handle, const struct cpg_name *group, const struct cpg_address *members, size_t count,
                    const struct cpg_address *gone, size_t gone_count, const struct cpg_address *come,
                    size_t come_count) {
  (void)handle, (void)group;
  printf("{\"event\":\"view\",\"at\":%llu,\"ring\":%" PRIu64 ",\"members\":[", now(), ring);
  for (size_t i = 0; i < count; i++) printf("%s\"%u:%u\"", i ? "," : "", members[i].nodeid, members[i].pid);
  printf("],\"reasons\":[");
  for (size_t i = 0; i < gone_count; i++) printf("%s%u", i ? "," : "", gone[i].reason);
  for (size_t i = 0; i < come_count; i++) printf("%s%u", i || gone_count ? "," : "", come[i].reason);
  printf("]}\n");
}

/* The daemons below have formed another ring. */
static void reformed(cpg_handle_t handle, struct cpg_ring_id id, uint32_t count, const uint32_t *nodes) {
  (void)handle;
  ring = id.seq;
  printf("{\"event\":\"ring\",\"at\":%llu,\"ring\":%" PRIu64 ",\"nodes\":[", now(), ring);
  for (uint32_t i = 0; i < count; i++) printf("%s%u", i ? "," : "", nodes[i]);
  printf("]}\n");
}

/* Taken by the service; until it is, what it tells comes first. Called outside of callbacks only. */
static void multicast(cpg_handle_t handle, char *message) {
  struct iovec part = {message, strlen(message)};
  while (cpg_mcast_joined(handle, CPG_TYPE_AGREED, &part, 1) == CS_ERR_TRY_AGAIN) {
    cpg_dispatch(handle, CS_DISPATCH_ALL);
    usleep(1000);
  }
  printf("{\"event\":\"sent\",\"at\":%llu,\"message\":\"%s\"}\n", now(), message);
}

int main(int count, char **arguments) {
  cpg_model_v1_data_t model = {CPG_MODEL_V1, delivered, changed, reformed, CPG_MODEL_V1_DELIVER_INITIAL_TOTEM_CONF};
  struct cpg_name group = {0};
  cpg_handle_t handle;
  uint32_t node;
  int channel;
  char line[64];

  if (count != 2) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  /* What is read ahead, poll would not see. */
  setvbuf(stdin, NULL, _IONBF, 0);
  strncpy(group.value, arguments[1], CPG_MAX_NAME_LENGTH - 1);
  group.length = strlen(group.value);
  if (cpg_model_initialize(&handle, CPG_MODEL_V1, (cpg_model_data_t *)&model, NULL) != CS_OK) return 1;
  if (cpg_local_get(handle, &node) != CS_OK || cpg_fd_get(handle, &channel) != CS_OK) return 1;
  printf("{\"event\":\"started\",\"at\":%llu,\"member\":\"%u:%d\"}\n", now(), node, getpid());
  while (cpg_join(handle, &group) == CS_ERR_TRY_AGAIN) usleep(10000);

  while (!left) {
    struct pollfd ready[2] = {{channel, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0) return 1;
    if (ready[0].revents && cpg_dispatch(handle, CS_DISPATCH_ALL) != CS_OK) return 1;
    if (ready[1].revents == 0) continue;
    if (fgets(line, sizeof line, stdin) == NULL) return 0;
    line[strcspn(line, "\n")] = 0;
    if (strcmp(line, "leave") == 0) {
      cpg_leave(handle, &group);
      left = 1;
    } else {
      multicast(handle, line);
    }
  }
  cpg_finalize(handle);
  return 0;
}
