import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { luhn, oneOff } from "./checksums.ts";
import { DIGITS, randomOf, seedOf } from "./random.ts";

const g = groupOf("payment_card");
const random = randomOf(seedOf("payment_card"));

const cardOf = (prefix: string, length: number): string =>
  luhn(prefix + random.chars(DIGITS, length - prefix.length - 1));
const groups = (number: string, separator: string, sizes: readonly number[]): string => {
  let at = 0;
  return sizes.map((size) => number.slice(at, (at += size))).join(separator);
};
const FOURS = [4, 4, 4, 4];
const AMEX = [4, 6, 5];

const CARDS = [
  cardOf("4", 16),
  groups(cardOf("4", 16), " ", FOURS),
  groups(cardOf("4", 16), "-", FOURS),
  cardOf("4", 13),
  cardOf("51", 16),
  groups(cardOf("52", 16), " ", FOURS),
  groups(cardOf("55", 16), "-", FOURS),
  cardOf("2221", 16),
  groups(cardOf("2720", 16), " ", FOURS),
  cardOf("34", 15),
  groups(cardOf("37", 15), " ", AMEX),
  groups(cardOf("37", 15), "-", AMEX),
  cardOf("6011", 16),
  groups(cardOf("65", 16), " ", FOURS),
  cardOf("3528", 16),
  groups(cardOf("3589", 16), "-", FOURS),
  cardOf("36", 14),
  groups(
    cardOf("38", 14),
    " ",
    AMEX.map((size, i) => (i === 2 ? 4 : size)),
  ),
  cardOf("62", 16),
  groups(cardOf("62", 16), " ", FOURS),
  cardOf("5018", 16),
  cardOf("6304", 16),
  cardOf("62", 19),
  cardOf("4", 19),
  cardOf("644", 16),
  cardOf("4571", 16),
];
for (const line of inLines(CARDS.map(marked), 2)) g.hit(line);
for (const line of inLines([...CARDS.slice(0, 4), ...CARDS.slice(9, 13)].map(marked), 13)) g.hit(line);

g.hits([
  `charge for card ⟦${cardOf("4", 16)}⟧ exp 12/28 declined: insufficient_funds`,
  `PAN=⟦${cardOf("53", 16)}⟧`,
  `{"pan":"⟦${cardOf("4", 16)}⟧","amount":1299}`,
  `Card number ⟦${groups(cardOf("54", 16), " ", FOURS)}⟧ was refused by the issuer`,
  `<CardNumber>⟦${cardOf("37", 15)}⟧</CardNumber>`,
  `POST /pay number=⟦${groups(cardOf("4", 16), "+", FOURS)}⟧&amount=12`,
  `POST /pay number=⟦${groups(cardOf("4", 16), "%20", FOURS)}⟧&amount=12`,
  `${groups(cardOf("4", 16), ".", FOURS).replace(/.+/u, "⟦$&⟧")} (dotted)`,
  `Visa ⟦${cardOf("4", 16)}⟧, Amex ⟦${cardOf("34", 15)}⟧`,
]);
g.hitData({ "payment.reference": `⟦${cardOf("4", 16)}⟧`, amount: 12 });
g.hitData({ lines: [{ text: `paid with ⟦${groups(cardOf("51", 16), " ", FOURS)}⟧` }] });
{
  const number = cardOf("4", 16);
  g.hitBuilt(() => ({ card: Number(number), n: 1 }), { secrets: [number], tags: ["number"] });
  g.hitBuilt(() => [BigInt(number)], { secrets: [number], tags: ["bigint"] });
}

for (const line of inLines(CARDS.map(oneOff), 7)) g.miss(line, "checksum");
const badIssuers = ["9", "1", "7", "80", "00", "29", "33", "99"].map((prefix) => cardOf(prefix, 16));
for (const line of inLines(
  badIssuers.map((number) => `order ${number}`),
  1,
))
  g.miss(line, "issuer");
g.misses([
  "card ending in 4242 declined",
  "masked 411111******1111 kept",
  "**** **** **** 1234",
  "xxxx-xxxx-xxxx-4242",
  "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
  "ts 1795508130123456 us",
  "ts 1795508130123456789 ns",
  "order 20261124081530123",
  "0000 0000 0000 0000",
  "0000000000000000",
  "1111 1111 1111 1111",
  "amount 4111.11",
  `hash a${cardOf("4", 16)}f0`,
  `0x${cardOf("4", 16)}`,
  `0.${cardOf("4", 16)}`,
  "memory 4096 4096 4096 4096",
  "counts 4000 1234 5678 9012",
  "8e3f4111-1111-4111-8111-111111111111",
  "block blk_-1608999687919862906 replicated",
  "[REDACTED:payment_card] charged",
  "4 111 111 111 rows",
  "IMSI range 2620 to 2629",
  "uuid 41111111-1111-1111-1111-111111111111",
  "sequence 5105105105105105105105105105",
]);
g.missData({ "order.id": oneOff(cardOf("4", 16)), sum: 12.5 });

export const paymentCardCases: readonly Case[] = g.cases;
