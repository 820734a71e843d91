# A range has two ends. | 范围有两个结束。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:page-2-head-s1 oa:end 128 }
