// Single keys on a page of cards: what they move to, what they leave alone, and that they can be off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { opened, pageOf } from "./desk.js";

const SCRIPT = readFileSync(new URL("../../src/handiwork/faces/web/static/keys.js", import.meta.url), "utf8");

const html = (keys) => `<!doctype html><html lang="en" ${keys}><body><main>
  <form><textarea id="role">some role</textarea></form>
  ${["ada_l", "mira_k", "tom_v"]
    .map(
      (login) => `<article data-card id="${login}"><a data-open href="#open-${login}">${login}</a>
    <button type="button" data-key="s">Shortlist</button><input type="checkbox" data-key="x" aria-label="Tick"></article>`,
    )
    .join("")}
  <a data-key="c" href="#compare">Compare</a></main></body></html>`;

let browser;
before(async () => {
  browser = await opened();
});
after(() => browser.close());

async function pressed(keys, { off = false } = {}) {
  const { page, close } = await pageOf(browser);
  await page.setContent(html(off ? "" : 'data-keys="on"'));
  await page.addScriptTag({ content: SCRIPT });
  await page.evaluate(() => {
    globalThis.shortlisted = [];
    for (const button of document.querySelectorAll("button"))
      button.addEventListener("click", () => globalThis.shortlisted.push(button.parentElement.id));
  });
  for (const key of keys) await page.keyboard.press(key);
  const found = await page.evaluate(() => ({
    current: document.querySelector(".current")?.id ?? null,
    focus: document.activeElement?.id || document.activeElement?.textContent,
    shortlisted: globalThis.shortlisted,
    ticked: [...document.querySelectorAll("input:checked")].map((box) => box.parentElement.id),
    hash: location.hash,
    role: document.querySelector("#role").value,
  }));
  await close();
  return found;
}

test("j and k walk through the cards and stop at the ends", async () => {
  assert.equal((await pressed(["j"])).current, "ada_l");
  assert.equal((await pressed(["j", "j", "k"])).current, "ada_l");
  assert.equal((await pressed(["j", "j", "j", "j"])).current, "tom_v");
  assert.equal((await pressed(["j", "k", "k"])).current, "ada_l");
});

test("s, x, o and c act on the card, or on the page", async () => {
  assert.deepEqual((await pressed(["j", "j", "s"])).shortlisted, ["mira_k"]);
  assert.deepEqual((await pressed(["j", "x", "j", "x"])).ticked, ["ada_l", "mira_k"]);
  assert.equal((await pressed(["j", "o"])).hash, "#open-ada_l");
  assert.equal((await pressed(["c"])).hash, "#compare");
  assert.deepEqual((await pressed(["s"])).shortlisted, []);
});

test("a slash goes to the role box, where keys are letters until Escape", async () => {
  assert.equal((await pressed(["/"])).focus, "role");
  assert.equal((await pressed(["/", "j"])).role, "j");
  assert.equal((await pressed(["/", "Escape", "j"])).current, "ada_l");
});

test("nothing happens with a modifier, or where keys are off", async () => {
  assert.equal((await pressed(["Control+j"])).current, null);
  assert.equal((await pressed(["j", "/"], { off: true })).current, null);
});
