#include "eval/report/html.h"

#include "eval/run/utf8.h"

#include <fmt/format.h>

namespace mureum::eval::html {

namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark;
  --paper: #fbfbf9; --card: #ffffff; --ink: #1f2328; --faint: #667080; --line: #e3e5e8; --bar: #3b6fb6;
  --bar-soft: #cfdcee; --mark: #c2621b; --good: #1f7a4d; --bad: #b3372f; --good-soft: #dcf2e5; --bad-soft: #fbe3e0;
  --chip: #eef0f3; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #15181c; --card: #1c2026; --ink: #e6e8eb; --faint: #98a2b0; --line: #2e343c; --bar: #6fa3e8;
  --bar-soft: #2c3d55; --mark: #f0a35e; --good: #6fcf9a; --bad: #f0857c; --good-soft: #173a29; --bad-soft: #4a2320;
  --chip: #2a3038; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 40px 0 12px; }
h3 { font-size: 14px; margin: 0 0 8px; }
p { margin: 0 0 8px; }
.faint { color: var(--faint); }
.small { font-size: 13px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); gap: 12px; margin-top: 24px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.tile .value { font-size: 28px; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .label { font-weight: 600; }
.tile svg { display: block; width: 100%; height: 10px; margin: 6px 0 4px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 12px; }
.tall { max-height: 460px; overflow-y: auto; padding-right: 14px; }
svg[role=img] { display: block; max-width: 620px; }
svg text { fill: var(--ink); font-size: 13px; }
svg .note { fill: var(--faint); font-size: 12px; font-variant-numeric: tabular-nums; }
svg .track { fill: var(--chip); } svg .bar { fill: var(--bar); } svg .whisker { stroke: var(--ink); stroke-width: 1.5; opacity: .65; }
svg .mark { fill: var(--mark); stroke: var(--card); } svg .bad { fill: var(--bad); } svg .good { fill: var(--good); }
svg .grid { stroke: var(--line); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--faint); font-size: 13px; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 12px; }
.filters input, .filters select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 7px; padding: 5px 9px; max-width: 100%; }
.filters input { flex: 1 1 200px; }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: 9px 4px; display: grid; grid-template-columns: 52px minmax(0, 1fr) auto; gap: 10px;
  align-items: baseline; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover, summary:focus-visible { background: var(--chip); }
summary .question { overflow-wrap: anywhere; }
.chip { display: inline-block; background: var(--chip); border-radius: 999px; padding: 0 9px; font-size: 12px; line-height: 20px;
  white-space: nowrap; color: var(--faint); }
.chip.bad { background: var(--bad-soft); color: var(--bad); } .chip.good { background: var(--good-soft); color: var(--good); }
.inside { padding: 2px 4px 18px 62px; }
.sql { display: grid; grid-template-columns: 88px minmax(0, 1fr); gap: 4px 10px; margin: 6px 0 10px; }
.sql code, pre { font: 13px/1.55 ui-monospace, "JetBrains Mono", "D2Coding", "Noto Sans Mono CJK KR", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
del, ins { text-decoration: none; border-radius: 3px; padding: 0 2px; }
del { background: var(--bad-soft); color: var(--bad); } ins { background: var(--good-soft); color: var(--good); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 12px; }
.pair > div { overflow-x: auto; min-width: 0; }
.result { font-size: 13px; } .result td, .result th { padding: 3px 12px 3px 0; white-space: pre; max-width: 320px; overflow: hidden;
  text-overflow: ellipsis; }
[hidden] { display: none !important; }
@media (max-width: 640px) { main { padding: 20px 14px 48px; } .inside { padding-left: 4px; } summary { grid-template-columns: 36px minmax(0, 1fr); }
  summary .kind { grid-column: 2; justify-self: start; } .sql { grid-template-columns: 1fr; } }
@media print { .filters { display: none; } .tall { max-height: none; } }
)css";

/// Shows the entries of each list that match its search field and every one of its choices.
constexpr std::string_view script = R"js(
for (const box of document.querySelectorAll('[data-filters]')) {
  const entries = [...box.querySelectorAll('[data-entry]')], controls = [...box.querySelectorAll('input, select')];
  const shown = box.querySelector('[data-shown]');
  const apply = () => {
    let count = 0;
    for (const entry of entries) {
      const visible = controls.every(control => !control.value || (control.tagName === 'SELECT'
        ? (entry.getAttribute('data-' + control.name) || '').split(' | ').includes(control.value)
        : entry.textContent.toLowerCase().includes(control.value.toLowerCase())));
      entry.hidden = !visible;
      count += visible;
    }
    shown.textContent = count + ' of ' + entries.length;
  };
  for (const control of controls) control.addEventListener('input', apply);
  apply();
}
)js";

} // namespace

std::string escape(std::string_view text)
{
    std::string out;
    for (const char c : validUtf8(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
                out += "\xEF\xBF\xBD";
            else
                out += c;
        }
    }
    return out;
}

std::string percent(double rate)
{
    return rate < 0 ? "–" : fmt::format("{:.1f}%", rate * 100);
}

std::string page(std::string_view title, std::string_view body, bool filters)
{
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'; "
           "script-src 'unsafe-inline'\">\n";
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
    out += escape(title);
    out += "</title>\n<style>";
    out += style;
    out += "</style>\n</head>\n<body>\n<main>\n";
    out += body;
    out += "</main>\n";
    if (filters) {
        out += "<script>";
        out += script;
        out += "</script>\n";
    }
    out += "</body>\n</html>\n";
    return out;
}

} // namespace mureum::eval::html
