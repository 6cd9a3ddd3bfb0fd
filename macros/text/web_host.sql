{# The host of a website as typed: lower case, no scheme, user, path, query or port. #}
{% macro web_host(text) -%}
    split_part(
        split_part(
            split_part(
                split_part(
                    replace(replace(lower(trim({{ text }})), 'https://', ''), 'http://', ''), '/', 1
                ),
                '?',
                1
            ),
            '#',
            1
        ),
        ':',
        1
    )
{%- endmacro %}
