{#
    The registrable domain of a host name (web_host): two labels, or three where the second level
    is generic (acme.co.uk). Null without a dot.
#}
{% macro web_domain(host) -%}
    case
        when {{ host }} not like '%_._%' or {{ host }} like '% %'
        then null
        when {{ host }} not like '%.%.%'
        then {{ host }}
        when
            length(split_part({{ host }}, '.', -1)) = 2
            and split_part({{ host }}, '.', -2)
            in ('co', 'com', 'net', 'org', 'gov', 'edu', 'ac', 'ltd', 'plc', 'or', 'ne')
        then
            split_part({{ host }}, '.', -3)
            || '.'
            || split_part({{ host }}, '.', -2)
            || '.'
            || split_part({{ host }}, '.', -1)
        else split_part({{ host }}, '.', -2) || '.' || split_part({{ host }}, '.', -1)
    end
{%- endmacro %}
