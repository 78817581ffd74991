// Opens a finished book in a reading engine, as a reader would, and tells on standard output what
// was seen (JSON). No test is made here: test_reading.py judges.
//
//     node read.mjs tour ENGINE BOOK.epub            every document, link, page and note
//     node read.mjs look SCHEME BOOK.epub [FOLDER]   contrast and clipping; pictures into FOLDER
//     node read.mjs shoot BOOK.epub FOLDER SHOTS     what epub.js shows of some places: SHOTS is
//                                                    JSON, [{"name", "href", "scheme"}, ...]
//
// ENGINE is epubjs or foliate. SCHEME names an entry of SCHEMES below.
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import JSZip from 'jszip'
import { chromium } from 'playwright-core'

const HERE = dirname(fileURLToPath(import.meta.url))
const ORIGIN = 'http://reader.invalid'
const TYPES = { css: 'text/css', html: 'text/html', js: 'text/javascript', mjs: 'text/javascript',
  xhtml: 'application/xhtml+xml', jpg: 'image/jpeg', png: 'image/png', svg: 'image/svg+xml' }
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium'

const NIGHT = 'html, body { background: #121212 !important; color: #e8e8e8 !important }'
const LARGE = 'html { font-size: 200% !important }'
const SCHEMES = {
  day: { css: '', width: 480 },
  night: { css: NIGHT, width: 480 },
  large: { css: LARGE, width: 480 },
  'night-large-narrow': { css: NIGHT + LARGE, width: 320 },
  bare: { css: '', width: 480, sheet: false },
  readium: { css: '', width: 480, readium: '--USER__fontSize: 200%; '
    + '--USER__backgroundColor: #000000; --USER__textColor: #FEFEFE; '
    + '--USER__linkColor: #63caff; --USER__visitedColor: #0099E5; '
    + '--USER__view: readium-scroll-on' },
}

const type = path => TYPES[path.split('.').pop()] ?? 'application/octet-stream'

// ---------------------------------------------------------------- the machine

async function withPage(size, files, work, scale = 1) {
  const browser = await chromium.launch({
    executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  })
  const faults = []
  try {
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale })
    page.on('pageerror', error => faults.push(String(error)))
    await page.route('**/*', async route => {
      const url = new URL(route.request().url())
      if (!url.protocol.startsWith('http')) return route.continue()
      const body = url.origin === ORIGIN ? await files(decodeURIComponent(url.pathname)) : null
      if (body === null) {
        if (!url.pathname.endsWith('favicon.ico')) faults.push(`asked for ${url}`)
        return route.abort()
      }
      return route.fulfill({ body, contentType: type(url.pathname) })
    })
    return { ...await work(page), faults }
  } finally {
    await browser.close()
  }
}

const own = path => readFile(path.startsWith('/modules/')
  ? join(HERE, 'node_modules', path.slice('/modules/'.length)) : join(HERE, 'pages', path))

// ---------------------------------------------------------------- the tour

async function tour(engine, book) {
  const bytes = await readFile(book)
  const files = path => path === '/book.epub' ? bytes : own(path).catch(() => null)
  return withPage({ width: 520, height: 720 }, files, async page => {
    await page.goto(`${ORIGIN}/${engine}.html`)
    await page.waitForFunction(() => window.reader)
    const told = await page.evaluate(async () => {
      const bytes = await (await fetch('/book.epub')).arrayBuffer()
      return reader.open(bytes)
    })
    await page.evaluate(LOOKING)
    const seen = {}
    for (const { href } of told.spine) seen[href] = await page.evaluate(h => shown(h), href)
    const flat = points => points.flatMap(point => [point, ...flat(point.children)])
    const links = []
    for (const link of [...flat(told.toc), ...told.landmarks])
      links.push({ ...link, children: undefined, at: await page.evaluate(h => arrive(h), link.href) })
    const pages = []
    for (const entry of told.pages)
      pages.push({ ...entry, at: await page.evaluate(h => arrive(h), entry.href) })
    const notes = []
    for (const { href } of told.spine)
      notes.push(...await page.evaluate(h => callNotes(h), href))
    const inner = []
    for (const { href } of told.spine.filter(item => item.linear))
      inner.push(...await page.evaluate(h => followLinks(h), href))
    return { ...told, seen, links, pages, notes, inner }
  })
}

// What runs in the engine's page: functions over its `reader`.
const LOOKING = `
const letters = text => (text.match(/[\\p{L}\\p{N}]/gu) ?? []).join('')
const settled = () => new Promise(done => setTimeout(done, 80))
const follows = (node, limit = 40) => {   // the letters behind an element, of its block
  const range = node.ownerDocument.createRange()
  range.setStartBefore(node)
  range.setEndAfter(node.ownerDocument.body)
  return letters(range.toString()).slice(0, limit)
}
const onScreen = place => {   // where an element or range begins: at its right, from right to left
  const doc = reader.doc, frame = reader.frame
  const rect = place.getClientRects()[0] ?? place.getBoundingClientRect()
  const inner = doc.defaultView.frameElement.getBoundingClientRect()
  const x = inner.left + (doc.documentElement.dir === 'rtl' ? rect.right : rect.left)
  const y = inner.top + rect.top
  return x >= frame.left - 2 && x <= frame.right + 2
    && y >= frame.top - 2 && y <= frame.bottom + 2
}
const firstWord = node => {   // where the first letter behind an element stands
  const doc = node.ownerDocument
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  walker.currentNode = node
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const at = text.data.search(/[\\p{L}\\p{N}]/u)
    if (at < 0) continue
    const range = doc.createRange()
    range.setStart(text, at)
    range.setEnd(text, at + 1)
    return range
  }
  return null
}
async function shown(href) {
  await reader.go(href)
  await settled()
  const { doc } = reader
  const images = [...doc.images]
  return {
    letters: letters(doc.body.textContent).length,
    height: doc.body.getBoundingClientRect().height,
    broken: images.filter(image => !image.naturalWidth).map(image => image.src),
    sheet: doc.styleSheets.length,
    faces: [...doc.fonts].filter(face => face.status === 'error').length,
  }
}
async function arrive(href) {
  await reader.go(href)
  await settled()
  const { doc } = reader
  const id = href.split('#')[1]
  const target = id ? doc.getElementById(id) : doc.querySelector('section')
  const heading = doc.querySelector('h1')
  if (!target) return null
  const word = firstWord(target)
  return {
    title: doc.title,
    heading: heading && heading.textContent.replace(/\\s+/g, ' ').trim(),
    role: target.closest('section')?.className ?? target.tagName.toLowerCase(),
    onScreen: onScreen(target),
    wordOnScreen: word !== null && onScreen(word),
    words: follows(target),
  }
}
async function callNotes(href) {
  await reader.go(href)
  await settled()
  const count = reader.doc.querySelectorAll('a.noteref').length
  const found = []
  for (let i = 0; i < count; i += 1) {
    await reader.go(href)
    await settled()
    const call = reader.doc.querySelectorAll('a.noteref')[i]
    const id = call.getAttribute('href').split('#')[1]
    const popsBefore = reader.pops?.length
    call.click()
    await new Promise(done => setTimeout(done, 400))
    const note = reader.doc.getElementById(id)
    const one = { id, call: call.id, text: letters(note.textContent) }
    if (reader.pops) {
      const pop = reader.pops[popsBefore]
      one.popped = pop && { ...pop, text: letters(pop.text) }
    } else {
      one.onScreen = onScreen(note.querySelector('p'))
    }
    const back = note.querySelector('a.backlink')
    if (back && !reader.pops) {
      back.click()
      await new Promise(done => setTimeout(done, 400))
      const again = reader.doc.getElementById(back.getAttribute('href').split('#')[1])
      one.returned = onScreen(again)
    }
    found.push(one)
  }
  return found
}
async function followLinks(href) {   // the author's own, from one document to another
  await reader.go(href)
  await settled()
  const list = () => [...reader.doc.querySelectorAll('a[href]:not(.noteref, .backlink)')]
    .filter(a => !/^(https?|mailto):/.test(a.getAttribute('href')))
  const found = []
  for (let i = 0; i < list().length; i += 1) {
    const link = list()[i].getAttribute('href')
    list()[i].click()
    await new Promise(done => setTimeout(done, 400))
    found.push({ from: href, link, title: reader.doc.title })
    await reader.go(href)
    await settled()
  }
  return found
}
Object.assign(window, { shown, arrive, callNotes, followLinks })
`

// ---------------------------------------------------------------- the look

async function look(scheme, book, folder) {
  const { css, width, sheet, readium } = SCHEMES[scheme]
  const zip = await JSZip.loadAsync(await readFile(book))
  const files = async path => {
    if (path.startsWith('/modules/')) return own(path).catch(() => null)
    return await zip.file(path.slice(1))?.async('nodebuffer') ?? null
  }
  const names = Object.keys(zip.files).filter(name => /\.xhtml$/.test(name)).sort()
  return withPage({ width, height: 720 }, files, async page => {
    const documents = {}
    for (const name of names) {
      await page.goto(`${ORIGIN}/${name}`)
      if (sheet === false)
        await page.evaluate(() => document.querySelectorAll('link').forEach(link => link.remove()))
      if (readium) await page.evaluate(WITH_READIUM, readium)
      if (css) await page.addStyleTag({ content: css })
      await page.evaluate(() => document.fonts.ready)
      documents[name] = await page.evaluate(JUDGE)
      if (folder) {
        await mkdir(folder, { recursive: true })
        const path = join(folder, `${name.split('/').pop().replace('.xhtml', '')}-${scheme}.png`)
        await page.screenshot({ path, fullPage: true, clip: undefined })
      }
    }
    return { documents }
  })
}

// ---------------------------------------------------------------- the pictures

async function shoot(book, folder, shots) {
  const bytes = await readFile(book)
  const files = path => path === '/book.epub' ? bytes : own(path).catch(() => null)
  await mkdir(folder, { recursive: true })
  return withPage({ width: 400, height: 600 }, files, async page => {
    for (const { name, href, scheme = 'day' } of JSON.parse(shots)) {
      await page.goto(`${ORIGIN}/epubjs.html`)
      await page.waitForFunction(() => window.reader)
      await page.evaluate(async ([href, css]) => {
        await reader.open(await (await fetch('/book.epub')).arrayBuffer())
        if (css) reader.style(css)
        await reader.go('nav.xhtml')
        await reader.go(href)
        await reader.doc.fonts.ready
        await new Promise(done => setTimeout(done, 300))
      }, [href, SCHEMES[scheme].css])
      if (SCHEMES[scheme].css.includes(NIGHT)) await page.addStyleTag({ content: NIGHT })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    }
    return {}
  }, 2)
}

const WITH_READIUM = async variables => {
  const root = '/modules/@readium/css/css/dist/ReadiumCSS-'
  const add = (name, before) => new Promise((done, fail) => {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'stylesheet', href: root + name + '.css', onload: done, onerror: fail })
    before ? document.head.prepend(link) : document.head.append(link)
  })
  await add('before', true)
  await add('after', false)
  document.documentElement.setAttribute('style', variables)
}

// Contrast of every run of text against what is behind it (WCAG 2.2, 1.4.3), text that is cut
// off or reaches over the edge (1.4.4, 1.4.10), and the marks between scenes.
const JUDGE = () => {
  const numbers = colour => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x)
    return (high + 0.05) / (low + 0.05)
  }
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, alpha = 1] = numbers(getComputedStyle(e).backgroundColor)
      if (alpha > 0.99) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const root = document.documentElement
  const wide = document.scrollingElement.clientWidth
  const found = { least: 21, faint: [], cut: [], over: [], smallest: 1000, breaks: [], width:
    [document.scrollingElement.scrollWidth, wide] }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!/[\p{L}\p{N}]/u.test(text.data)) continue
    const element = text.parentElement
    const style = getComputedStyle(element)
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    if (!box.width || style.visibility === 'hidden') continue
    const ratio = contrast(numbers(style.color), behind(element))
    const said = `${element.localName}.${element.className}: ${text.data.trim().slice(0, 40)}`
    found.least = Math.min(found.least, ratio)
    if (ratio < 4.5) found.faint.push(`${ratio.toFixed(1)} ${said}`)
    found.smallest = Math.min(found.smallest, parseFloat(style.fontSize))
    // Spaces that hang over the edge are no text; the document is no wider for them.
    if (box.right > wide + 1 && found.width[0] > wide || box.left < -1) found.over.push(said)
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const clips = !/visible/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY)
      if (clips && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
        found.cut.push(said)
    }
  }
  for (const image of document.images) {
    const box = image.getBoundingClientRect()
    if (box.right > wide + 1) found.over.push(`img ${image.src}`)
    const ratio = box.width / box.height / (image.naturalWidth / image.naturalHeight)
    if (Math.abs(ratio - 1) > 0.02) found.cut.push(`img ${image.src} out of shape: ${ratio}`)
  }
  for (const rule of document.querySelectorAll('hr')) {
    const style = getComputedStyle(rule)
    const box = rule.getBoundingClientRect()
    const line = style.borderBottomStyle !== 'none' && parseFloat(style.borderBottomWidth) > 0
      ? style.borderBottomColor : style.borderTopColor
    found.breaks.push({ width: box.width, contrast: contrast(numbers(line), behind(rule)) })
  }
  return found
}

const [what, ...args] = process.argv.slice(2)
const report = await { tour, look, shoot }[what](...args)
process.stdout.write(JSON.stringify(report))
