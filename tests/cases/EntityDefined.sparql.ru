# An entity has no Chinese definition. | 实体没有中文定义。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { id:chip-lamp-1 skos:definition "虚构的芯片。"@zh }
