import type { Colours } from '../../src/terminal/colours'
import { safeText } from '../../src/terminal/safe-text'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { sourcePlaces } from '../open/source-place'
import { paint } from './paint'
import { render } from './render'
import { restoreOnEnd } from './restoring'
import { Screen, type Streams } from './screen'
import type { FrameSource } from './state'
import { createTree } from './tree'
import { firstStep, update, type Effect, type Event, type Step } from './update'

export interface ExploreOptions {
  streams: Streams
  colours: Colours
  showsAll: boolean
  /**
   * Opens a frame in the editor, and gives a line for the user, if there is something to say. The terminal is the editor's
   * meanwhile.
   */
  openFrame: (index: number) => Promise<string>
}

/** Lets the user walk through a stack with the keyboard, until they leave. The terminal is as it was afterwards. */
export async function explore (capsule: OpenedCrash, { streams, colours, showsAll, openFrame }: ExploreOptions): Promise<void> {
  let step: Step
  await new Promise<void>((resolve, reject) => {
    const send = (event: Event): void => {
      step = update(step.state, event)
      show()
      for (const effect of step.effects) act(effect)
    }
    const show = (): void => screen.draw(render(step.state).map(line => paint(line, colours, step.state.columns)))
    const screen = new Screen(streams, {
      onKey: key => guarded(() => {
        if (key.name === 'ctrl-l') screen.forget()
        send({ kind: 'key', key })
      }),
      onResize: () => guarded(() => send({ kind: 'resize', size: screen.size })),
      onEnd: () => finish(),
    })
    const enter = (): void => {
      screen.enter()
      send({ kind: 'resize', size: screen.size })
    }
    let isInEditor = false
    const { suspend, dispose } = restoreOnEnd(screen, () => { if (!isInEditor) enter() })
    const finish = (error?: unknown): void => {
      dispose()
      screen.leave()
      if (error === undefined) resolve()
      else reject(error as Error)
    }
    const guarded = (run: () => void): void => {
      try {
        run()
      } catch (error) {
        finish(error)
      }
    }
    const act = (effect: Effect): void => {
      switch (effect.kind) {
        case 'leave': return finish()
        case 'suspend': return suspend()
        case 'source':
          for (const frame of effect.frames) {
            void sourceOf(capsule, frame).then(source => guarded(() => send({ kind: 'source', frame, source })))
          }
          return
        case 'open':
          isInEditor = true
          screen.leave()
          void openFrame(effect.frame).catch((error: Error) => safeText(error.message, 1_000)).then(text => guarded(() => {
            isInEditor = false
            enter()
            send({ kind: 'message', text })
          }))
      }
    }
    step = firstStep(createTree(capsule), screen.size, showsAll)
    guarded(() => {
      screen.enter()
      show()
      for (const effect of step.effects) act(effect)
    })
  })
}

/** The source that a frame is shown in: the original if the capsule has it, else the script that ran. A damaged one is none. */
async function sourceOf ({ crash, readText }: OpenedCrash, index: number): Promise<FrameSource> {
  for (const { packed, line, column } of sourcePlaces(crash, crash.frames[index]!)) {
    try {
      const text = packed === undefined ? undefined : await readText(packed)
      if (text !== undefined) return { text, line, column }
    } catch {
      // Damaged: as good as absent, and no reason to end.
    }
  }
  return 'none'
}
