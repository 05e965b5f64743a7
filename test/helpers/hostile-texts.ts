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
  'x'.repeat(3_000), '<'.repeat(1_000), '漢'.repeat(1_000),
]
