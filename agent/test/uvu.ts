import { own, ownText } from './paused-frames'
import { placesOf, type Runner } from './runner'

/** uvu, which prints and counts: its runner is looked into where it catches a test's error. */
export const uvu: Runner = {
  name: 'uvu',
  script: /[\\/]uvu[\\/]dist[\\/]index\.m?js$/,
  sites: [{
    find: placesOf(/\bcatch \(err\) \{\s*()for \(hook of aEach\)/),
    read: frames => {
      const test = frames.variable('test')
      const [suite, name] = [frames.variable('name'), ownText(test, 'name')]
      const file = frames.placeOf(own(test, 'handler'))?.url ?? process.argv[1]
      return { thrown: frames.variable('err'), names: [suite, name].filter(each => typeof each === 'string' && each !== '') as string[], file }
    },
  }],
}
