/** What a word says of a number that stands behind it. */
export const UNKNOWN = 0;
/** Says nothing, and lets an earlier word speak: `phone number is`. */
export const NAMING = 1;
/** The same, of words that may part a phone's word from a number that is none: `call took 7`. */
export const FILLING = 2;
/** The number is something else: `order`, `invoice`. */
export const OTHER = 3;
/** May speak of a phone: `call`, `contact`. */
export const WEAK = 4;
/** Speaks of a phone: `phone`, `mobile`. */
export const STRONG = 5;

const WORDS: readonly (readonly [number, string])[] = [
  [
    STRONG,
    `phone phones telephone telephones tel tél tels telefon telefono teléfono telefone téléphone telefoon telefonnummer
    telefoonnummer telnr tlf tfn mobile mobiles mobil móvil movil mobilnummer mobiltelefon mobilenumber handy handynummer
    rufnummer rückruf rueckruf rückrufnummer festnetz cellphone cellular celular cellulare cellulaire fax telefax faxnummer
    faxnumber phonenumber phoneno msisdn gsm whatsapp viber landline hotline voicemail sms smsto telno callerid ani dnis
    puhelin puhelinnumero telefonszám komórka komórkowy телефон телефона телефону тел моб мобильный факс
    手机 手机号 手机号码 电话 电话号码 手機 手機號碼 電話 電話番号 電話號碼 携帯 携帯電話 携帯番号 휴대폰 휴대전화 핸드폰 전화 전화번호`,
  ],
  [
    WEAK,
    `call calls called calling caller callee callback dial dialed dialled dialing dialling ring text texted texting contact
    contacts contacto 联系方式 연락처 reach mms whats anruf anrufen anrufer appel appeler appelez llamar llame chiamare cell
    cells ph portable recipient recipients sender kontakt ligar bel bellen`,
  ],
  [NAMING, `번호 number numbers no nr num nummer numéro numero número n is was ist est es to unter at o`],
  [
    FILLING,
    `me us him her them on from my your his our the a an for please by via with in or and und et y e work home office
    private business main direct customer client user am auf de du le la al con primary secondary new old sent delivered
    failed delivery now back today message messages`,
  ],
  [
    OTHER,
    `order orders invoice invoices ticket tickets case ref reference part parts sku model serial sn pn tracking version ver
    build id ids uid uuid guid isbn issn ean upc gtin asin ssn batch lot account accounts acct konto po rma run runs job jobs
    code codes zip postal plz pid tid ppid port ports epoch timestamp ts time times date offset size bytes byte length len
    count counter total amount sum price cost balance duration took elapsed latency ms ns seq sequence line lines row rows
    page pages hash commit rev revision range bestellung bestellnummer rechnung auftrag commande facture pedido factura nonce
    seed index key item items product article artikel asset transaction txn trace span request req response session lat lon
    lng latitude longitude coordinates imei imsi iccid vin chunk chunks block blocks segment partition shard error errno
    status exit bestellnr kundennummer shipment parcel bug issue pr change rfc draft step score counts since until
    sensor meter device node host worker thread seconds minutes matrix point points rate ratio metric value values
    license licence plate contract policy claim member membership employee patient student vendor supplier`,
  ],
];

const FOLD = 32;

/** Rolls one letter in, from a word's last to its first; ASCII and Latin-1 letters fold to one case. */
export const rollWord = (hash: number, code: number): number =>
  Math.imul(hash, 31) + (code < 0x100 || (code >= 0x410 && code < 0x450) ? code | FOLD : code);

export function hashOfWord(word: string): number {
  let hash = 0;
  for (let i = word.length - 1; i >= 0; i--) hash = rollWord(hash, word.charCodeAt(i)) | 0;
  return hash;
}

const byHash = new Map<number, number>(
  WORDS.flatMap(([meaning, words]) => words.split(/\s+/u).map((word): [number, number] => [hashOfWord(word), meaning])),
);

/** What the word with this hash says. */
export const meaningOf = (hash: number): number => byHash.get(hash) ?? UNKNOWN;

/** For the test that no two words share a hash. */
export const PHONE_WORDS: readonly string[] = WORDS.flatMap(([, words]) => words.split(/\s+/u));
