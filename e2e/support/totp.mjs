// The six digits of an authenticator app (RFC 6238, SHA-1, steps of 30 seconds).
import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * @param {string} secret in base32, as shown beside the picture that an app scans; spaces do not matter
 * @param {{ time?: number, digits?: number }} options `time` in milliseconds, now without it
 */
export function totp(secret, { time = Date.now(), digits = 6 } = {}) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)));
  const hash = createHmac("sha1", base32(secret)).update(counter).digest();
  // RFC 4226, section 5.3: the last four bits say where the 31 bits begin.
  const offset = hash[hash.length - 1] & 0x0f;
  const number = hash.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

function base32(text) {
  let bits = "";
  for (const letter of text.toUpperCase().replace(/[\s=]/g, "")) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error("a secret has the letters A to Z and the digits 2 to 7");
    bits += value.toString(2).padStart(5, "0");
  }
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
}
