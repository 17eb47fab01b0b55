// A real Chromium over the desk that DESK_URL names: pages, what axe finds on them, pictures.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const DESK = process.env.DESK_URL ?? "http://127.0.0.1:8100";
export const PICTURES = process.env.DESK_PICTURES;

const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Start a browser; close it when the tests are done. */
export const opened = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: SWITCHES });

/** Open a page that keeps what it asked of other sites, what it logged as an error, and what went wrong. */
export async function pageOf(browser, { width = 1280, dark = false, scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts,
    bypassCSP: false,
  });
  const page = await context.newPage();
  const strange = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(DESK)) strange.push(`asked ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) strange.push(`said ${message.text()}`);
  });
  page.on("pageerror", (error) => strange.push(`threw ${error.message}`));
  return { page, strange, close: () => context.close() };
}

/** What axe finds against WCAG 2.2 AA, as lines: rule, place. Evaluated apart from the page's own policy. */
export async function findings(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    }),
  );
  return found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary}`),
  );
}

/** By how many pixels a page is wider than its window. */
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Keep a picture where DESK_PICTURES says so. */
export const picture = (page, name) =>
  PICTURES ? page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : undefined;
