// TensorFlow's server listens on all network interfaces and asks nobody for a password. A filter on its socket (a
// program for the kernel, Linux's SO_ATTACH_FILTER) drops what doesn't come from given addresses, before a connection
// is made.
#pragma once

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace only_from {

inline bool ListensOn(int socket, uint16_t port) {
  int listens = 0;
  socklen_t length = sizeof listens;
  if (getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) != 0 || listens == 0) return false;
  sockaddr_storage address{};
  length = sizeof address;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) return false;
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
  return (address.ss_family == AF_INET && ntohs(v4->sin_port) == port) ||
         (address.ss_family == AF_INET6 && ntohs(v6->sin6_port) == port);
}

inline sock_filter Load(uint16_t size, uint32_t offset) {
  return BPF_STMT(static_cast<uint16_t>(BPF_LD | size | BPF_ABS), static_cast<uint32_t>(SKF_NET_OFF) + offset);
}

// Accepts IPv4 packets with one of these source addresses (in the byte order of the machine), and nothing else.
inline std::vector<sock_filter> Program(const std::vector<uint32_t>& sources) {
  const auto count = static_cast<uint8_t>(sources.size());
  std::vector<sock_filter> program = {
      Load(BPF_B, 0),  // version and length of the header
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40, 0, static_cast<uint8_t>(count + 1)),
      Load(BPF_W, 12),
  };
  for (uint8_t i = 0; i < count; i++)
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, sources[i], static_cast<uint8_t>(count - i), 0));
  program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
  program.push_back(BPF_STMT(BPF_RET | BPF_K, UINT32_MAX));
  return program;
}

// Limits every socket of this process that listens on the port; false where there is none or the kernel refuses.
inline bool Limit(uint16_t port, const std::vector<uint32_t>& sources) {
  if (sources.empty() || sources.size() > 250) return false;
  std::vector<sock_filter> program = Program(sources);
  const sock_fprog given = {static_cast<unsigned short>(program.size()), program.data()};
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return false;
  int limited = 0, refused = 0;
  while (const dirent* entry = readdir(folder)) {
    const int socket = std::atoi(entry->d_name);
    if (!ListensOn(socket, port)) continue;
    const bool done = setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &given, sizeof given) == 0;
    (done ? limited : refused)++;
  }
  closedir(folder);
  return limited > 0 && refused == 0;
}

}  // namespace only_from
