import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { BASE64, BASE64URL, randomOf, seedOf } from "./random.ts";

const g = groupOf("connection_string");
const random = randomOf(seedOf("connection_string"));
const key = (length: number): string => random.chars(BASE64, length);

g.hits([
  "connecting to postgres://⟪app⟫:⟦s3cr3tPw9⟧@db.internal:5432/billing?sslmode=require",
  "postgresql://⟪app⟫:⟦p%40ss%3Aword1⟧@db-1,db-2:5432/app",
  "mysql://⟪root⟫:⟦Tr0ub4dor&3⟧@127.0.0.1:3306/shop",
  "mysql+pymysql://⟪svc⟫:⟦zK8qLm2x⟧@mysql:3306/app?charset=utf8mb4",
  "mongodb://⟪admin⟫:⟦Zk3wPass77⟧@mongo-0:27017,mongo-1:27017/?replicaSet=rs0",
  "mongodb+srv://⟪reader⟫:⟦N0sql!Nosql⟧@cluster0.example.mongodb.net/app?retryWrites=true",
  "redis://:⟦r3disPw!x⟧@cache:6379/0",
  "rediss://⟪default⟫:⟦r3disPw9y⟧@cache.example.com:6380",
  "amqp://⟪guest2⟫:⟦Vx8wqTz1⟧@rabbit:5672/%2Fprod",
  "amqps://⟪svc⟫:⟦Qw9zXc7v⟧@mq.example.com/vhost",
  "mssql://⟪sa⟫:⟦Str0ng!Pass⟧@sql.example.com/app",
  "jdbc:postgresql://db:5432/app?user=⟪app⟫&password=⟦jdbcPw12⟧&ssl=true",
  "jdbc:mysql://⟪app⟫:⟦jdbcPw34⟧@db:3306/app",
  "jdbc:sqlserver://sql:1433;databaseName=app;user=⟪sa⟫;password=⟦jdbcPw56⟧;encrypt=true",
  "jdbc:oracle:thin:⟪scott⟫/⟦t1gerT1ger⟧@//ora:1521/ORCL",
  "Server=tcp:sql.example.com,1433;Database=app;User Id=⟪app⟫;Password=⟦Adonet!99⟧;Encrypt=True",
  "Server=db;Uid=⟪app⟫;Pwd=⟦odbcPw77⟧;",
  "Data Source=db;Initial Catalog=app;User ID=⟪sa⟫;Password=⟦Quot;ed99⟧".replace(";ed99", "ed99x"),
  "Driver={ODBC Driver 18 for SQL Server};Server=db;UID=⟪sa⟫;PWD={⟦br;ace1x⟧};Encrypt=yes",
  "host=db port=5432 dbname=app user=⟪app⟫ password=⟦libpqPw88⟧ sslmode=require",
  "Unable to connect at host=h password='⟦two words9⟧' sslmode=require",
  'host=db user=app password="⟦dq words 7⟧" connect_timeout=3',
  "PGPASSWORD=⟦pgEnvPw1⟧ pg_dump -h db -U app app",
  `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=⟦${key(86)}==⟧;EndpointSuffix=core.windows.net`,
  `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=⟦${key(43)}=⟧`,
  `HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey=⟦${key(43)}=⟧`,
  `AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=⟦${key(86)}==⟧;`,
  "sqlalchemy.exc.OperationalError: could not connect to postgresql+psycopg2://⟪u⟫:⟦Kd7hQmvw5⟧@db/app",
  "Error: connect ECONNREFUSED redis://⟪u⟫:⟦Jq2rTnPw5⟧@10.0.0.9:6379".replace("10.0.0.9", "cache"),
  "MongoServerSelectionError: mongodb://⟪u⟫:⟦xT5eqErrPw⟧@mongo:27017/app timed out",
  "ldap bind ldaps://⟪cn=admin⟫:⟦ldapPw123⟧@ldap.example.com:636",
  "smtp://⟪mailer⟫:⟦smtpPw123⟧@smtp.example.com:587",
  "ftp://⟪up⟫:⟦ftpPw1234⟧@files.example.com/in",
  "sftp://⟪up⟫:⟦sftpPw123⟧@files.example.com/in",
  "nats://⟪svc⟫:⟦natsPw123⟧@nats:4222",
  "clickhouse://⟪default⟫:⟦chPw12345⟧@ch:9000/app",
  "cassandra://⟪c⟫:⟦cassPw123⟧@cass:9042",
  "elasticsearch: http://⟪elastic⟫:⟦esPw12345⟧@es:9200/_cluster/health",
  "snowflake://⟪u⟫:⟦snowPw123⟧@acct/db/schema",
  "DATABASE_URL=postgres://⟪app⟫:⟦envUrlPw1⟧@db/app npm start",
  "spring.datasource.url=jdbc:mysql://db/app?user=⟪a⟫&password=⟦Wb6fLcPw1⟧",
  '{"dsn":"postgres://⟪app⟫:⟦jsonDsnPw⟧@db:5432/app","pool":10}',
  "couchdb http://⟪admin⟫:⟦Gt4sMpw12⟧@couch:5984/_all_dbs",
  "DSN https://⟦" +
    random.chars("abcdef0123456789", 32) +
    ":" +
    random.chars("abcdef0123456789", 32) +
    "⟧@sentry.example.com/42",
  `wss://⟪k⟫:⟦${random.chars(BASE64URL, 24)}⟧@stream.example.com/feed`,
  "app:⟪usr⟫ tcp: ⟪gormuser⟫:⟦gormPw123⟧@tcp(db:3306)/app?parseTime=true",
]);
g.hitData({ "db.connection_string": "⟪postgresql://app:⟫⟦attrPw123⟧⟪@db/app⟫" });
g.hitData({ url: "redis://⟪x⟫:⟦attrRedis1⟧@cache:6379/1", pool: 5 });
g.hitData({ datasource: { url: "jdbc:postgresql://db/app?user=⟪u⟫&password=⟦attrJdbc1⟧" } });

g.misses([
  "connecting to postgres://db.internal:5432/billing?sslmode=require",
  "mysql://127.0.0.1:3306/shop",
  "mongodb://mongo-0:27017,mongo-1:27017/?replicaSet=rs0",
  "redis://cache:6379/0",
  "amqp://rabbit:5672/%2Fprod",
  "jdbc:postgresql://db:5432/app?ssl=true&ApplicationName=billing",
  "jdbc:sqlserver://sql:1433;databaseName=app;encrypt=true;integratedSecurity=true",
  "jdbc:h2:mem:test;DB_CLOSE_DELAY=-1;MODE=PostgreSQL",
  "Server=db;Database=app;Trusted_Connection=True;",
  "host=db port=5432 dbname=app sslmode=require",
  "postgres://${DB_USER}:${DB_PASSWORD}@db/app",
  "postgres://%s:%s@%s:%d/%s",
  "postgres://<user>:<password>@host/db",
  "postgres://REDACTED:REDACTED@db/app",
  "mysql://user:***@db/app",
  "mongodb://{{user}}:{{password}}@mongo/app",
  "jdbc:mysql://db/app?user=app&password=****",
  "connecting to db:5432 as app",
  "tcp://10.96.0.1:443".replace("10.96.0.1", "kubernetes"),
  "sqlite:///var/lib/app/app.db",
  "file:///etc/app/config.yaml",
  "postgres: database system is ready to accept connections",
  "Connection string is missing",
  "Endpoint=sb://acme.servicebus.windows.net/;EntityPath=orders",
  "AccountName=acme;EndpointSuffix=core.windows.net;DefaultEndpointsProtocol=https",
  "unix:///var/run/docker.sock",
  "http://elastic:9200/_cat/indices?v",
  "dial tcp db:5432: connect: connection refused",
  "redis: connection pool timeout; pool_size=10 min_idle=2",
  "Pooled connection org.postgresql.jdbc.PgConnection@4f2b is closed",
  "kafka://broker-1:9092,broker-2:9092/orders",
  "nats://nats:4222 connected",
  'user=app database=app host=[local] FATAL: role "app" does not exist',
  "Data Source=app.db;Version=3;Pooling=True;Max Pool Size=100;",
]);
g.missData({
  "server.address": "db.internal",
  "server.port": 5432,
  "db.system.name": "postgresql",
  "db.namespace": "app",
});
g.missData({ url: "redis://cache:6379/1" });

export const connectionStringCases: readonly Case[] = g.cases;
