import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { commandHelp } from '../../cli/command-help'
import { COMMANDS, nameOf } from '../../cli/commands'
import { helpPage } from '../../cli/help-page'
import { textWidth } from '../../src/terminal/text-width'
import { createColours } from '../../src/terminal/colours'

const colours = createColours({ isTTY: false, env: {} })

test('help fits a terminal from 40 columns up, and says all there is at any width', () => {
  const words = (text: string): string => text.replaceAll(/\s+/g, '')
  for (const help of [helpPage, ...COMMANDS.map(command => (io: Parameters<typeof helpPage>[0]) => commandHelp(command, io))]) {
    const whole = words(help({ colours, columns: 120, isTerminal: false }))
    for (const columns of [40, 41, 60, 72, 80, 100, 200]) {
      const text = help({ colours, columns, isTerminal: true })
      for (const line of text.split('\n')) assert.ok(textWidth(line) <= columns, `${columns}: ${line}`)
      assert.is(words(text).length, whole.length, text)
    }
  }
})

test('each command has its usage, options with what they take, and an example', () => {
  for (const command of COMMANDS) {
    const text = commandHelp(command, { colours, columns: 120, isTerminal: false })
    assert.match(text, new RegExp(`^Usage  faultsnap ${nameOf(command)}\\b`, 'm'))
    assert.match(text, new RegExp(`^Examples\n  faultsnap `, 'm'))
    for (const [name, { type, alias }] of Object.entries(command.options ?? {})) {
      assert.match(text, new RegExp(`^  ${alias === undefined ? '' : `-${String(alias)}, `}--${name}${type === 'boolean' ? '' : ' <\\w+>'}  `, 'm'))
    }
    assert.not.match(text, /<value>/, 'what an option takes has a name')
  }
})

test.run()
