import { isRole, isScope } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { AuthDenial } from "../deps.ts";

// Who is asked may be written in JavaScript, by somebody else: what is not plainly somebody is nobody.

export function isNobody(answer: unknown): answer is undefined {
  return answer === undefined || answer === null || answer === false;
}

export function isDenial(answer: unknown): answer is AuthDenial {
  return typeof answer === "object" && answer !== null && "denied" in answer && typeof answer.denied === "string";
}

export function isPrincipal(answer: unknown): answer is Principal {
  if (typeof answer !== "object" || answer === null) return false;
  if (!("id" in answer && typeof answer.id === "string" && /^[^\p{Cc}]{1,200}$/u.test(answer.id))) return false;
  if (!("role" in answer && typeof answer.role === "string" && isRole(answer.role))) return false;
  const scopes = "scopes" in answer ? answer.scopes : undefined;
  return (
    scopes === undefined ||
    (Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string" && isScope(scope)))
  );
}
