// The frame with the conversation: made when the panel is first opened, and what is said between it and this page.
const AFTER_LOAD = 2500; // ms from the frame's load to its first word
const AT_MOST = 15000; // ms for the load itself

class Talk {
  constructor(view, closed) {
    this.view = view;
    this.closed = closed;
    this.ready = false;
    this.waiting = [];
    this.frame = null;
    this.timer = 0;
    this.heard = quietly((event) => this.hear(event));
    this.violated = quietly((event) => this.violation(event));
    window.addEventListener("message", this.heard);
    document.addEventListener("securitypolicyviolation", this.violated);
  }

  begin() {
    this.end();
    if (window.location.protocol === "https:" && base.startsWith("http:") && !/^http:\/\/(localhost|127\.)/.test(base)) {
      this.trouble("insecure", insecure());
      return;
    }
    const asked = new URLSearchParams({ title: title(), theme: theme(), compact: "1" });
    if (setting("mode")) asked.set("mode", setting("mode"));
    const color = colours(this.view);
    if (color) asked.set("color", color);
    this.frame = made("iframe", {
      title: title(),
      allow: "clipboard-write",
      referrerpolicy: "origin", // tells the frame who embeds it, also where the portal sends no referrer
      src: base + "/embed?" + asked,
    });
    this.frame.addEventListener("load", () => this.expect(AFTER_LOAD));
    this.expect(AT_MOST);
    this.view.body.replaceChildren(this.frame);
  }

  end() {
    window.clearTimeout(this.timer);
    this.ready = false;
    this.frame = null;
    this.view.body.replaceChildren();
  }

  remove() {
    this.end();
    window.removeEventListener("message", this.heard);
    document.removeEventListener("securitypolicyviolation", this.violated);
  }

  expect(milliseconds) {
    window.clearTimeout(this.timer);
    if (!this.ready) this.timer = window.setTimeout(quietly(() => this.trouble("silent", silent())), milliseconds);
  }

  trouble(code, lines) {
    window.clearTimeout(this.timer);
    explain(this.view, lines, () => this.begin());
    tell("error", { code, message: lines.slice(1).join("") });
  }

  violation(event) {
    const about = String(event.blockedURI);
    const framing = /^(?:frame|child|default)-src/.test(event.violatedDirective);
    if (this.frame && !this.ready && framing && (about.startsWith(base) || about === service)) {
      this.trouble("forbidden", forbidden());
    }
  }

  say(message) {
    if (this.ready) this.frame.contentWindow.postMessage(message, service);
    else this.waiting.push(message);
  }

  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== service) return;
    const said = event.data;
    if (!said || typeof said.type !== "string") return;
    switch (said.type) {
      case "tiaowen:ready":
        this.started();
        break;
      case "tiaowen:token-request":
        this.hand();
        break;
      case "tiaowen:close":
        this.closed();
        break;
      case "tiaowen:height":
        tell("height", { height: Number(said.height) });
        break;
      case "tiaowen:answer":
        tell("answer", { id: String(said.id), citations: Number(said.citations) });
        break;
      case "tiaowen:refused":
        tell("refused", { id: String(said.id) });
        break;
      case "tiaowen:error":
        tell("error", { code: String(said.code), message: String(said.message) });
        break;
    }
  }

  started() {
    window.clearTimeout(this.timer);
    this.ready = true;
    for (const notice of this.view.body.querySelectorAll(".notice")) notice.remove();
    for (const message of this.waiting.splice(0)) this.say(message);
  }

  hand() {
    const to = this.frame.contentWindow;
    const give = quietly((message) => to.postMessage({ type: "tiaowen:token", ...message }, service));
    portalToken().then(
      (token) => give({ token }),
      (error) => {
        console.error("条问挂件没有拿到门户令牌：", error);
        give({ token: "", fault: faultOf(error) });
      },
    );
  }
}
