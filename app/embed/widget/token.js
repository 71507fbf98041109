// The portal's token for its signed-in user: from tiaowenConfig.getToken or from data-token-url of the portal itself.
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

class TokenFault extends Error {}

function portalToken() {
  const config = window.tiaowenConfig;
  const asked =
    config && typeof config.getToken === "function"
      ? Promise.resolve().then(() => config.getToken())
      : fetchedToken(setting("tokenUrl"));
  return asked.then((given) => {
    const token = given && typeof given === "object" ? given.token : given;
    if (typeof token !== "string" || !TOKEN.test(token.trim())) throw new TokenFault("not_a_token");
    return token.trim();
  });
}

function fetchedToken(written) {
  if (!written) return Promise.reject(new TokenFault("no_source"));
  const address = new URL(written, document.baseURI);
  // the portal's cookie goes along, so the address must be the portal's own
  if (address.origin !== window.location.origin) return Promise.reject(new TokenFault("foreign_source"));
  return window
    .fetch(address.href, { credentials: "same-origin", cache: "no-store" })
    .then(
      (response) => {
        if (!response.ok) throw new TokenFault("status_" + response.status);
        return response.text();
      },
      () => {
        throw new TokenFault("unreachable");
      },
    )
    .then((body) => {
      if (!body.trim().startsWith("{")) return body; // the token alone
      try {
        return JSON.parse(body);
      } catch (error) {
        throw new TokenFault("not_a_token");
      }
    });
}

const faultOf = (error) => (error instanceof TokenFault ? error.message : "portal_error");
