{#
    A Salesforce id in 18 characters. Reports show 15; the other three say which of each five letters are
    upper case. The empty lookup of a Data Export (000000000000000AAA) is null. Case is never folded: ids
    that differ only in case are two records.
#}
{% macro salesforce_id(text) -%}
    case
        when {{ text }} in ('', '000000000000000AAA', '000000000000000', '#N/A') then null
        when length({{ text }}) = 15 then
            {{ text }}
            {%- for block in [1, 6, 11] %}
            || substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1
                {%- for bit in range(5) %}
                + case when substr({{ text }}, {{ block + bit }}, 1) between 'A' and 'Z' then {{ 2 ** bit }} else 0 end
                {%- endfor %}, 1)
            {%- endfor %}
        else {{ text }}
    end
{%- endmacro %}
