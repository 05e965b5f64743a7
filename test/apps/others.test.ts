import { testShop } from './shop-tests'

// Frameworks that FaultSnap has never heard of.
testShop({ app: 'others', entry: 'h3.mjs' })
testShop({ app: 'others', entry: 'polka.js', hasParams: true })
testShop({ app: 'others', entry: 'restify.js', route: '/orders/:id', hasParams: true })
testShop({ app: 'others', entry: 'hapi.js' })
