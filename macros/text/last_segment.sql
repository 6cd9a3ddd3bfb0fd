{# The part of a text after its last slash; the whole text without one. #}
{% macro last_segment(text) -%} reverse(split_part(reverse({{ text }}), '/', 1)) {%- endmacro %}
