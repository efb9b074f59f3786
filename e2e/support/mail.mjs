// A mail server that sends nothing on: it keeps what it was given.
import { createServer } from "node:net";

/**
 * @returns {Promise<{ environment: Record<string, string>, next: () => Promise<{ to: string, text: string }>, stop: () =>
 *   Promise<void> }>} `environment` makes the program use it; `next` waits for the next mail
 */
export async function startMailServer() {
  const mails = [];
  const waiting = [];
  const take = (mail) => (waiting.length > 0 ? waiting.shift()(mail) : mails.push(mail));
  const server = createServer((socket) => talk(socket, take));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    environment: {
      ATTUNE_SMTP_HOST: "127.0.0.1",
      ATTUNE_SMTP_PORT: String(server.address().port),
      ATTUNE_SMTP_SECURITY: "none",
      ATTUNE_SMTP_FROM: "practice@example.org",
    },
    next: () => {
      if (mails.length > 0) return Promise.resolve(mails.shift());
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("no mail came within 90 s")), 90_000);
        waiting.push((mail) => {
          clearTimeout(late);
          resolve(mail);
        });
      });
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** One conversation (RFC 5321). */
function talk(socket, take) {
  let rest = "";
  let body;
  let to = "";
  const say = (line) => socket.write(`${line}\r\n`);
  const hear = (line) => {
    if (body !== undefined) {
      if (line !== ".") return body.push(line);
      take({ to, text: plain(body.join("\n")) });
      body = undefined;
      return say("250 kept");
    }
    const word = line.slice(0, 4).toUpperCase();
    if (word === "EHLO" || word === "HELO") return say("250 mail.example.org");
    if (word === "RCPT") to = line.replace(/^.*<(.*)>.*$/, "$1");
    if (word === "DATA") {
      body = [];
      return say("354 go on");
    }
    say(word === "QUIT" ? "221 good-bye" : "250 yes");
  };
  socket.setEncoding("utf8");
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop();
    lines.forEach(hear);
  });
  say("220 mail.example.org");
}

/** Quoted-printable (RFC 2045), as far as it hides an address: soft breaks and escaped bytes. */
function plain(text) {
  return text.replaceAll("=\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
}
