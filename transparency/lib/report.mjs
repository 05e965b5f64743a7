// What is printed about differences.

const MEANING = {
  difference: 'differs',
  sometimes: 'differs now and then',
  flaky: 'flaky: differs between bare runs, too',
  preload: 'differs with an empty preload, too',
  notice: 'differs by the line about a crash alone (gone with FAULTSNAP_QUIET=1)',
  documented: 'documented',
}

export function printVerdicts (verdicts, indent = '') {
  if (verdicts.length === 0) return console.log(`${indent}no difference`)
  for (const { key, kind, bare, recorded, times, why } of verdicts) {
    console.log(`${indent}${kind === 'difference' || kind === 'sometimes' ? '✗' : '~'} ${key}: ${why ?? MEANING[kind]} (${times})`)
    if (kind === 'documented' || kind === 'flaky') continue
    for (const [name, value] of Object.entries({ bare, recorded })) {
      console.log(`${indent}    ${name}:`)
      console.log(String(value).split('\n').map(line => `${indent}      ${line}`).join('\n'))
    }
  }
}
