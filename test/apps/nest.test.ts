import { testShop } from './shop-tests'

testShop({ app: 'nest-11', entry: 'app.js', args: ['express'], route: '/orders/:id', hasParams: true, hasPost: true, closedStatus: 423 })
testShop({ app: 'nest-11', entry: 'app.js', args: ['fastify'], route: '/orders/:id', hasParams: true, hasPost: true, closedStatus: 423 })
