import { LINES } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";

const g = groupOf("ip_address");

/** An address may survive cut to its network: three octets, or three groups of sixteen bits. */
function network(address: string): number {
  if (!address.includes(":")) return address.lastIndexOf(".") + 1;
  const groups = address.split(":");
  return Math.min(address.length - 1, groups.slice(0, 3).join(":").length + 2);
}
const hit = (before: string, address: string, after: string): void =>
  g.hit(`${before}⟦${address}⟧${after}`, { maxRun: network(address) });

const V4 = [
  "203.0.113.77",
  "198.51.100.23",
  "192.0.2.146",
  "81.169.145.68",
  "145.253.18.9",
  "8.26.56.126",
  "212.227.15.41",
  "93.184.216.34",
  "172.67.13.201",
  "100.64.12.99",
  "223.255.254.253",
  "5.9.61.182",
];
const V6 = [
  "2001:db8:85a3:8d3:1319:8a2e:370:7348",
  "2001:db8:85a3::8a2e:370:7334",
  "2a02:8108:96bf:f8c4:51c3:8d2b:ab1c:99fe",
  "2003:e2:bf05:1200:a5f1:2dc8:93b:7c11",
  "2001:0db8:0000:0042:0000:8a2e:0370:7334",
  "fd12:3456:789a:1:aaaa:bbbb:cccc:dddd",
  "2a00:1450:4001:829::200e",
  "2606:4700:3031:0:ac43:8f2d:11:5",
  "2A01:4F8:C17:B8F:AB:CD:EF:12",
];
[...V4, ...V6].forEach((address, i) => {
  const [before, after] = (LINES[(i * 5 + 1) % LINES.length] ?? String)(`client \u0000`).split("\u0000");
  hit(before ?? "", address, after ?? "");
});

hit("", "203.0.113.9", ' - - [24/Nov/2026:08:15:30 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.9.1"');
hit("Failed password for invalid user admin from ", "198.51.100.201", " port 52114 ssh2");
hit("Accepted publickey for deploy from ", "203.0.113.45", " port 50022 ssh2");
hit("Connection reset by ", "192.0.2.33", ":443");
hit("connect ECONNREFUSED ", "203.0.113.88", ":5432");
hit("X-Forwarded-For: ", "203.0.113.195", ", proxy");
hit("client_ip=", "198.51.100.14", " status=200");
hit('{"remoteAddr":"', "192.0.2.211", '","port":443}');
hit("client: ", "203.0.113.7", ', server: example.com, request: "GET /x HTTP/2.0"');
hit("SRC=", "198.51.100.66", " LEN=60 TTL=51 PROTO=TCP DPT=22");
hit("peer [", "2001:db8:1:2:3:4:5:6", "]:443 closed");
hit("http://[", "2001:db8:aa:bb:cc:dd:ee:ff", "]:8080/health");
hit("http://", "203.0.113.99", ":8080/health");
hit("address ", "2001:db8:0:1:1:1:1:1", "/64 assigned");
hit("mapped ::ffff:", "203.0.113.222", " here");
hit("user logged in from ", "203.0.113.101", ".");
hit("hosts allow ", "198.51.100.77", "/32");
hit("(", "203.0.113.18", ")");
hit("'", "203.0.113.19", "'@'%' denied");
hit("ip-addr=", "2001:db8:cafe:1:2:3:4:5", ";ok");
hit("X-Real-IP: ", "203.0.113.111", "");
hit("REMOTE_ADDR=", "203.0.113.112", "&x=1");
hit("from ", "192.168.178.57", " via dhcp");
hit("login of client ", "10.20.30.41", " refused");
g.hitData({ "client.address": "⟦203.0.113.57⟧", "client.port": 52114 }, { maxRun: 10 });
g.hitData({ "network.peer.address": "⟦2001:db8:77:88:99:aa:bb:cc⟧" }, { maxRun: 13 });
g.hitData({ clientIp: "⟦198.51.100.9⟧", n: 1 }, { maxRun: 11 });
g.hitData({ peers: ["⟦203.0.113.4⟧", "⟦203.0.113.5⟧"] }, { maxRun: 10 });

g.misses([
  "listening on 127.0.0.1:8080",
  "listening on 0.0.0.0:3000",
  "listening on [::]:3000",
  "listening on [::1]:5432",
  "bind ::1 failed",
  "localhost (127.0.0.1) refused",
  "Chrome/126.0.0.0 Safari/537.36",
  '"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.127 Safari/537.36"',
  "version 1.2.3.4 installed",
  "v4.18.2.1 released",
  "upgraded from 10.0.19041.1 to 10.0.22631.4460",
  "Microsoft.NETCore.App 8.0.11.24",
  "file version 6.2.9200.16384",
  "AssemblyVersion 4.0.30319.42000",
  "section 3.2.1.4 of the manual",
  "OID 1.3.6.1.4.1.311",
  "oid 2.16.840.1.101.3",
  "256.300.1.2 is out of range",
  "999.999.999.999",
  "1.2.3",
  "1.2.3.4.5 has five parts",
  "semver 1.0.0-rc.1+build.5",
  "libssl1.1_1.1.1.28-0ubuntu3.4",
  "chunk 0.1.2.3.chunk.js",
  "12:34:56 started",
  "08:15:30.123 done",
  "HWaddr 00:1B:44:11:3A:B7",
  "00:1b:44:11:3a:b7 associated",
  "std::vector<int>::push_back",
  "std::io::Error",
  "Foo::Bar::Baz.run",
  "core::fmt::Formatter",
  "a::b::c",
  "::before and ::after",
  "dead:beef is a joke",
  "ratio 16:9, 4:3",
  "ab:cd:ef",
  "fingerprint 16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
  "arn:aws:iam::123456789012:role/deploy",
  "arn:aws:lambda:eu-west-1:123456789012:function:resize:7",
  "urn:oasis:names:tc:SAML:2.0:protocol",
  "netmask 255.255.255.0",
  "broadcast 255.255.255.255",
  "1.1.2026, 24.11.2026",
  "1.234.567 rows",
  "PostgreSQL 16.4.1.0 build",
  "jdk-17.0.12.7 (Temurin)",
  "2026:11:24 08:15:30 exif",
  "0:00:00.000001",
  "time 1:02:03:04",
  "[203.0.113.0] is a network",
  "network 203.0.113.0/24",
  "prefix 2001:db8::/48",
]);
g.missData({ "service.version": "1.2.3.4", "user_agent.original": "Chrome/126.0.0.0" });
g.missData({ "server.address": "127.0.0.1", version: "10.0.19041.1" });

export const ipAddressCases: readonly Case[] = g.cases;
