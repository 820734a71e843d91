# Two ranges begin at one offset. | 两个范围从同一处开始。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA {
  src:1-h oa:hasSelector src:1-h-s2 .
  src:1-h-s2 a oa:TextPositionSelector ;
    oa:start 0 ;
    oa:end 2 .
}
