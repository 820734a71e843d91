# A passage has a chip as a selector. | 段落以芯片为选择器。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h oa:hasSelector id:chip-lamp-1 }
