import { testShop } from './shop-tests'

testShop({ app: 'fastify-5', entry: 'app.js', route: '/orders/:id', hasParams: true, hasStock: true, hasPost: true })
