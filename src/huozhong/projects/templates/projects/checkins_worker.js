{% load static %}/* Keeps the check-in page, and what it needs to look right, for when there is no network. Nothing of anybody is kept here:
   the page is fetched without the cookies of whoever is signed in. */
"use strict";
const SHELL = "{% url 'projects:checkins' %}";
const STATIC = "{{ static_url }}";
const SHELF = "huozhong-checkins-{{ version }}";
const PATIENCE = 4000;

async function renew() {
  const answer = await fetch(SHELL, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("the page did not come");
  const text = await answer.clone().text();
  const shelf = await caches.open(SHELF);
  const parts = new Set([...text.matchAll(/(?:src|href|data-library)="([^"#?]+)/g)].map((found) => found[1]).filter((one) => one.startsWith(STATIC)));
  await Promise.all([...parts].map(async (part) => { if (!(await shelf.match(part))) await shelf.add(part); }));
  await shelf.put(SHELL, answer);
}
self.addEventListener("install", (event) => event.waitUntil(renew().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("huozhong-checkins-") && name !== SHELF) await caches.delete(name);
  await self.clients.claim();
})()));

async function pageOrKept(request) {
  const kept = async () => (await caches.open(SHELF)).match(SHELL);
  const network = fetch(request);
  const tired = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  try {
    const answer = await Promise.race([network, tired.then(async () => (await kept()) ?? network)]);
    return answer.status >= 500 ? (await kept()) ?? answer : answer;
  } catch {
    return (await kept()) ?? Response.error();
  }
}
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && url.pathname === SHELL) {
    event.respondWith(pageOrKept(event.request));
    event.waitUntil(renew().catch(() => undefined));
  } else if (url.pathname.startsWith(STATIC)) {
    event.respondWith(caches.open(SHELF).then(async (shelf) => (await shelf.match(url.pathname)) ?? fetch(event.request)));
  }
});
