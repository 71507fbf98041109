// The portal's token: asked for by message, kept in memory only, renewed before it runs out and once when refused.
(() => {
  "use strict";
  const { portal, root } = window.tiaowen;
  const needed = portal.embedded && document.documentElement.dataset.access === "token";
  const PATIENCE = 10_000; // ms for the portal to answer
  const EARLY = 30_000; // ms before its end that a token is exchanged
  const AGAIN = "请刷新门户页面，重新登录后再试。";
  const FAULTS = {
    "": "门户没有给出登录令牌。" + AGAIN,
    timeout:
      "门户在 10 秒内没有给出登录令牌。" + AGAIN + "仍然如此时，请告诉门户管理员：页面要应答 tiaowen:token-request 消息。",
    status_401: "门户那边没有登录，或登录已过期。" + AGAIN,
    status_403: "门户没有给您签发令牌的权限，请联系门户管理员。",
    status_404: "门户的令牌地址不存在，请告诉门户管理员检查 data-token-url。",
    not_a_token: "门户返回的不是令牌，可能是登录已过期。" + AGAIN,
    no_source: "门户页面没有写 data-token-url，也没有提供 getToken，请告诉门户管理员补上。",
    foreign_source: "data-token-url 不是门户自己的地址，请告诉门户管理员改为本站地址。",
    unreachable: "门户的令牌地址访问不了，请稍后再试；仍然如此时，请联系门户管理员。",
  };

  let token = "";
  let good = 0; // performance.now() until which the token is used without asking
  let asking = null; // the answer that is being waited for
  let settle = () => {};

  // Its life counts from its arrival, so that a clock that is wrong here does no harm.
  function life(text) {
    try {
      const padded = text.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
      const { iat, exp } = JSON.parse(window.atob(padded));
      return Math.max(exp - iat, 0) * 1000 || 0;
    } catch {
      return 0; // the service will say what is wrong with it
    }
  }

  function fresh() {
    asking ??= new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => settle("", "timeout"), PATIENCE);
      settle = (given, fault) => {
        window.clearTimeout(timer);
        asking = null;
        settle = () => {};
        if (given) {
          token = given;
          const left = life(given);
          good = performance.now() + Math.max(left - EARLY, left / 2);
          resolve(given);
          return;
        }
        token = "";
        const code = fault.startsWith("status_5") ? "unreachable" : fault;
        const words = FAULTS[code] ?? FAULTS[""];
        reject(Object.assign(new Error(words), { told: true, code: "token_" + (fault || "missing") }));
      };
      portal.say("token-request");
    });
    return asking;
  }

  const current = () => (token && performance.now() < good ? Promise.resolve(token) : fresh());

  async function refused(response) {
    if (response.status !== 401) return false;
    try {
      return (await response.clone().json()).error.code === "token_expired";
    } catch {
      return false;
    }
  }

  async function fetchWithToken(path, options = {}) {
    const attempt = (bearer) =>
      fetch(root() + path, { ...options, headers: { ...options.headers, authorization: "Bearer " + bearer } });
    const response = await attempt(await current());
    return (await refused(response)) ? attempt(await fresh()) : response;
  }

  portal.hear("token", (said) => {
    const given = typeof said.token === "string" && /^[\w.-]{1,4096}$/.test(said.token) ? said.token : "";
    settle(given, given ? "" : typeof said.fault === "string" ? said.fault : said.token ? "not_a_token" : "");
  });

  if (needed) window.tiaowenFetch = fetchWithToken;
  window.tiaowen.token = { needed, current };
})();
