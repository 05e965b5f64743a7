import { basename } from 'node:path'
import type { Command, CommonArguments } from '../command'
import { wrongUsage } from '../wrong-usage'

/** Each asks `faultsnap __complete` for the words; what is none of them, the shell completes as a file. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# faultsnap: put this into ~/.bashrc:  source <(faultsnap completion bash)
_faultsnap () {
  local IFS=$'\\n'
  COMPREPLY=($(faultsnap __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _faultsnap faultsnap 2>/dev/null || complete -o default -F _faultsnap faultsnap`,
  zsh: `#compdef faultsnap
# faultsnap: put this into ~/.zshrc, below compinit:  source <(faultsnap completion zsh)
_faultsnap () {
  local -a words_found
  words_found=("\${(@f)$(faultsnap __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  words_found=("\${(@)words_found:#}")
  if (( \${#words_found} )); then compadd -a words_found; else _files; fi
}
compdef _faultsnap faultsnap`,
  fish: `# faultsnap: faultsnap completion fish > ~/.config/fish/completions/faultsnap.fish
complete -c faultsnap -a '(faultsnap __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
}

/** `faultsnap completion [shell]`: the script that makes a shell complete our commands. */
export const completion: Command<CommonArguments & { shell?: string }> = {
  usage: 'completion [shell]',
  description: 'Print a script that completes commands in bash, zsh or fish',
  positionals: { shell: { type: 'string', describe: 'bash, zsh or fish; else the one that $SHELL names' } },
  examples: [['completion bash >> ~/.bashrc', 'bash'], ['completion fish > ~/.config/fish/completions/faultsnap.fish', 'fish']],
  async run ({ shell }, io) {
    const name = shell ?? basename(io.env['SHELL'] ?? 'bash')
    const script = SCRIPTS[name]
    if (script === undefined) throw wrongUsage(`completion: expected bash, zsh or fish, got ${JSON.stringify(name)}`)
    io.print(script)
    return 'done'
  },
}
