// 导出对话: the conversation on the page as a Word file, made by the server from its own records.
(() => {
  "use strict";
  const { byId, request, announce, watch, composer } = window.tiaowen;

  const turns = () =>
    [...document.querySelectorAll("#tw-earlier .tw-data, #tw-current .tw-data")].map((data) =>
      JSON.parse(data.textContent),
    );

  function name(response) {
    const told = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get("content-disposition") ?? "");
    return told ? decodeURIComponent(told[1]) : "问答记录.docx";
  }

  async function save(button) {
    const label = button.textContent;
    button.disabled = true;
    button.textContent = "正在导出…";
    composer.trouble("");
    try {
      const response = await request("/api/export", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ turns: turns() }),
      });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = name(response);
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      announce("已导出为 Word 文件。");
    } catch (error) {
      composer.trouble(error.message);
    } finally {
      button.disabled = false;
      button.textContent = label;
      button.focus();
    }
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest("#tw-export");
    if (pressed) save(pressed);
  });

  watch(() => {
    const button = byId("tw-export");
    if (button) button.hidden = document.querySelector(".tw-turn .tw-data") === null;
  });
})();
