import assert from "node:assert/strict";
import test from "node:test";
import { totp } from "./totp.mjs";

// RFC 6238, appendix B, SHA-1: the secret is "12345678901234567890".
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const vectors = [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1234567890, "89005924"],
  [20000000000, "65353130"],
];

for (const [seconds, code] of vectors) {
  test(`the code of the standard at ${seconds} s`, () => {
    assert.equal(totp(secret, { time: seconds * 1000, digits: 8 }), code);
  });
}

test("six digits, spaces in the secret allowed, other letters not", () => {
  assert.equal(totp("GEZD GNBV GY3T QOJQ gezd gnbv gy3t qojq", { time: 59_000 }), "287082");
  assert.throws(() => totp("0189"), /A to Z/);
});
