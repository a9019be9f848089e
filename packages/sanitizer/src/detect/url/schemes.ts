import { codeAt, isAlphanumeric } from "../scan/characters.ts";

/** Schemes of databases, brokers, mail, files and directories: what they open is a connection, not a page. */
export const CONNECTION_SCHEMES: ReadonlySet<string> = new Set([
  ..."postgres postgresql psql pgsql pgbouncer mysql mysql2 mysqlx mariadb percona db2".split(" "),
  ..."mongodb mongo redis rediss valkey valkeys keydb dragonfly sentinel memcached".split(" "),
  ..."amqp amqps rabbitmq kafka nats pulsar mqtt mqtts stomp sqs zookeeper etcd".split(" "),
  ..."mssql sqlserver sybase oracle sqlite cockroachdb cockroach crdb yugabytedb tidb".split(" "),
  ..."ftp ftps sftp smtp smtps imap imaps pop3 pop3s ldap ldaps smb cifs nfs".split(" "),
  ..."clickhouse clickhouses cassandra scylla couchbase couchbases couchdb neo4j neo4js".split(" "),
  ..."bolt influxdb elasticsearch opensearch snowflake databricks redshift presto trino".split(" "),
  ..."hive hive2 impala vertica teradata exasol firebird h2 hsqldb rethinkdb arangodb".split(" "),
  ..."singlestore cosmosdb libsql dremio druid ignite tarantool surrealdb".split(" "),
]);
const MAX_SCHEME = 24;
const PLUS = 43;
const HYPHEN = 45;
const LOWER_P = 112;
const LOWER_S = 115;

/** Whether the scheme that ends at `end` (its `:`) opens a connection; of `postgresql+psycopg2` the first part counts. */
export function isConnectionScheme(text: string, end: number): boolean {
  // Nearly every URL is `http` or `https`.
  const last = codeAt(text, end - 1);
  if (last === LOWER_P && text.startsWith("http", end - 4)) return false;
  if (last === LOWER_S && text.startsWith("https", end - 5)) return false;
  let start = end;
  let nameEnd = end;
  while (start > 0 && end - start < MAX_SCHEME) {
    const code = codeAt(text, start - 1);
    if (code === PLUS || code === HYPHEN) nameEnd = start - 1;
    else if (!isAlphanumeric(code)) break;
    start--;
  }
  if (CONNECTION_SCHEMES.has(text.slice(start, nameEnd).toLowerCase())) return true;
  // Celery's `db+postgresql`.
  return nameEnd !== end && CONNECTION_SCHEMES.has(text.slice(nameEnd + 1, end).toLowerCase());
}
