import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { emailDetector } from "../email/email.ts";
import { urlDetector } from "../url/url.ts";
import { connectionStringDetector } from "./connection-string.ts";

const find = finder([connectionStringDetector]);
const KEY = `${"q1W2e3R4".repeat(10)}==`;

it.each([
  ["postgres://app:s3cret@db.internal:5432/x?sslmode=require", "app:s3cret"],
  ["postgresql+psycopg2://app:s3cret@db/x", "app:s3cret"],
  ["db+postgresql://app:s3cret@db/x", "app:s3cret"],
  ["jdbc:mysql://root:p@ss@10.0.0.1:3306/shop", "root:p@ss"],
  ["postgres://app:pa/ss#w?rd@db.internal/x", "app:pa/ss#w?rd"],
  ["postgres://app:p@s/s@db.internal:5432/x", "app:p@s/s"],
  ["postgres://app:pa/ss@db/x", "app:pa/ss"],
  ["mongodb://u:p%40ss@h1:27017,h2:27017/x?replicaSet=rs", "u:p%40ss"],
  ["mongodb+srv://u:pw@c.example.net/x", "u:pw"],
  ["amqps://u:p&w;x@mq.example.com/v", "u:p&w;x"],
  ["smtp://jane@example.com:s3cret@smtp.example.com:587", "jane@example.com:s3cret"],
  ["ldaps://cn=admin:pw@ldap.example.com", "cn=admin:pw"],
  ["'redis://u:pw@cache'", "u:pw"],
  ["root:s3cret@tcp(127.0.0.1:3306)/app", "root:s3cret"],
  ["DSN=root:s3=cret@unix(/tmp/s)/app", "root:s3=cret"],
  ["<dsn>root:s3cret@tcp(db:3306)/app</dsn>", "root:s3cret"],
  ["db|root:s3cret@tcp(db:3306)/app", "root:s3cret"],
  [String.raw`{"m":"a\nroot:s3cret@tcp(db)/app"}`, "root:s3cret"],
  ["curl -u user:s3cret https://x", "user:s3cret"],
  ["curl -X POST --user 'user:two words' https://x", "user:two words"],
  ["connect postgres://app:rfnec7", "app:rfnec7"],
  ["postgres://app:it's-Xk91@h/d", "app:it's-Xk91"],
  ["url='postgres://app:s3cret@db/x', other='y@z'", "app:s3cret"],
])("finds credentials in %s", (text, found) => {
  expect(find(text)).toEqual([`connection_string.credentials=${found}`]);
});

it.each([
  ["redis://:s3cret@cache:6379/0", "s3cret"],
  ["jdbc:oracle:thin:scott/t1ger@//ora:1521/X", "t1ger"],
  ['jdbc:oracle:thin:scott/"t1@ger"@ora', "t1@ger"],
  ["sqlplus -S scott/t1ger@ora", "t1ger"],
  ["Server=h;Uid=u;Pwd=s3cret;", "s3cret"],
  ["Server=h;Uid=u;Pwd=two words;Timeout=3", "two words"],
  ["Server=h; User Id=u; Password = s3cret; Encrypt=True", "s3cret"],
  ["Password=s3cret;Server=h", "s3cret"],
  ["Server=h;Password='se;mi';Encrypt=yes", "se;mi"],
  ["Server=h;Uid=u;Pwd=s3cret failed after 3 tries", "s3cret"],
  ['"Server=h;Password=s3cret"', "s3cret"],
  [String.raw`{"c":"Server=h;Password=\"a b\";X=1"}`, "a b"],
  ["DRIVER={x};UID=sa;PWD={br;a}}ce};Encrypt=yes", "br;a}}ce"],
  ["jdbc:sqlserver://sql:1433;databaseName=app;user=sa;password=s3cret;encrypt=true", "s3cret"],
  ["host=h password='two words' sslmode=require", "two words"],
  [String.raw`host=h password='it\'s' port=1`, String.raw`it\'s`],
  ["host=h user=u password=s3cret sslmode=require", "s3cret"],
  ["password=s3cret host=h", "s3cret"],
  ['username="u" password="a b";', "a b"],
  ["PGPASSWORD=s3cret pg_dump -h db", "s3cret"],
  ["export PGPASSWORD='a b'", "a b"],
  ["MYSQL_PWD=s3cret mysqldump x", "s3cret"],
  [`DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${KEY};EndpointSuffix=x`, KEY],
  [`Endpoint=sb://a.example.net/;SharedAccessKeyName=r;SharedAccessKey=${KEY}`, KEY],
  [`Endpoint=sb://a.example.net/;SharedAccessSignature=${KEY};EntityPath=q`, KEY],
  ["mysql -h db.internal -u root -ps3cret shop", "s3cret"],
  ["/usr/bin/mysqldump -u root -p'a b' shop", "a b"],
  ["sshpass -p s3cret ssh x", "s3cret"],
  ["docker login -u me -p s3cret reg.example.com", "s3cret"],
  ["sqlcmd -S h -U sa -P s3cret -Q x", "s3cret"],
  ["redis-cli -h cache -a s3cret ping", "s3cret"],
  ["ldapsearch -x -D cn=a -w s3cret", "s3cret"],
  ['1764000000.123 [0 127.0.0.1:5] "AUTH" "s3cret"', "s3cret"],
  ['1764000000.123 [0 127.0.0.1:5] "auth" "default" "s3cret"', "s3cret"],
  ["twine upload -u __token__ -p s3cret dist/*", "s3cret"],
  ["mosquitto_pub -u me -P s3cret -t a/b", "s3cret"],
])("finds the password in %s", (text, found) => {
  expect(find(text)).toEqual([`connection_string.password=${found}`]);
});

it.each([
  "postgres://db.internal:5432/x?sslmode=require",
  "postgres://app@db/x",
  "postgres://db:5432/x?application_name=a@b",
  "postgres://${U}:${P}@db/x",
  "postgres://<user>:<password>@h/x",
  "postgres://%s:%s@%s:%d/x",
  "mysql://u:****@db/x",
  "mysql://u:xxxxx@db/x",
  "postgres://REDACTED:REDACTED@db/x",
  "https://u:p@example.com",
  "jdbc:oracle:thin:@ora:1521:X",
  "jdbc:oracle:thin:scott/REDACTED@ora",
  "Server=h;Database=x;Trusted_Connection=True;",
  "Server=h;Pwd=REDACTED;",
  "Server=h;Password={password};Encrypt=yes",
  "Server={0};Password={1};Encrypt=yes",
  "BlobEndpoint=https://a.example.net/;SharedAccessSignature=sv=2024-11-04&ss=b",
  "Server=h;Password=;Encrypt=yes",
  "PWD=/home/app",
  "OLDPWD=/srv;x=1",
  "sudo: app : TTY=pts/7 ; PWD=/home/app ; USER=root ; COMMAND=/bin/ls",
  "const password = x; run()",
  "PGPASSWORD=$SECRET psql",
  "password == other",
  "password reset for user=7",
  "the password: required",
  "SharedAccessKeyName=Root;EntityPath=x",
  "mysql -u root -p shop",
  "mysql -P 3306 -u root",
  "psql -p 5432 -h db",
  "docker run -p 8080:80 -u 1000:1000 nginx",
  "ssh -l login -p 2222 host",
  "mkdir -p a/b",
  "ls -a -w 80",
  "curl -u jane https://x",
  "curl -u $USER:$TOKEN https://x",
  "sudo -u app:app run",
  "dial @tcp(db:3306)",
  "a value of password=hunter2",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("with the detectors of URLs and addresses", () => {
  const all = finder([emailDetector, connectionStringDetector, urlDetector]);

  it("masks passwords in connection text to their true end, and nothing else", () => {
    const text =
      "Unable to connect at host=h password='Cnry one' sslmode=require | jdbc:pgsql://h/db?user=u&ssl.mode=require&password=Cnry2 | PGPASSWORD=Cnry3 pg_dump | Server=h;Uid=u;Pwd=Cnry4;";
    expect(all(text)).toEqual([
      "connection_string.password=Cnry one",
      "url.password=Cnry2",
      "connection_string.password=Cnry3",
      "connection_string.password=Cnry4",
    ]);
  });

  it("does not take credentials for an address", () => {
    expect(all("postgres://app:s3cret@db.example.com/x to jane@example.com")).toEqual([
      "connection_string.credentials=app:s3cret",
      "email=jane@example.com",
    ]);
    expect(all("jdbc:oracle:thin:scott/REDACTED@ora.example.com")).toEqual([]);
  });
});
