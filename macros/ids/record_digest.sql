{# The first 32 bits of a digest of a record id: names a record in git without its id. #}
{% macro record_digest(record_id) -%} substr(md5({{ record_id }}), 1, 8) {%- endmacro %}
