import type { KeyRule } from "../../model/policy.ts";

const NAMES = [
  "firstName", "lastName", "fullName", "givenName", "familyName", "middleName", "surname", "maidenName", "displayName",
  "userName", "nickName", "customerName", "patientName", "contactName", "personName", "cardHolder", "cardHolderName", "accountHolder",
  "vorname", "nachname", "streetAddress", "street", "streetName", "homeAddress", "postalAddress", "billingAddress", "shippingAddress",
  "mailingAddress", "addressLine", "addressLine1", "addressLine2", "address1", "address2", "houseNumber", "postCode", "postalCode", "zipCode",
  "birthPlace", "placeOfBirth", "birthName", "gender", "ethnicity", "nationality", "religion", "maritalStatus", "salary",
  "geoLatitude", "geoLongitude", "latitude", "longitude", "user.name", "user.full_name", "user.id", "enduser.id", "enduser.pseudo.id",
  "licensePlate", "licencePlate", "vehicleRegistration", "bloodType", "diagnosis",
] as const;

/** Short ones that other words end with (`restreet` is no risk, `regender` is none either; `sid` would be). */
const EXACT: ReadonlySet<string> = new Set(["user.id", "user.name", "salary", "street", "gender", "latitude", "longitude", "diagnosis"]);

/** Keys of what tells who somebody is without being a secret; the `gdpr` preset adds them. */
export const personalKeyRules: readonly KeyRule[] = NAMES.map((name) => ({ match: EXACT.has(name) ? name : `*${name}` }));
