{#
    An id for comparison: Salesforce ids of 18 characters are cut to their 15 identifying
    characters (case-sensitive), other ids are trimmed. The last three characters of the long form
    are check characters A to Z and 0 to 5; ids of digits only are never cut.
#}
{% macro comparable_id(id) -%}
    case
        when
            length({{ id }}) = 18
            and {{ matches_pattern(id, '^[a-zA-Z0-9]{15}[A-Z0-5]{3}$') }}
            and {{ matches_pattern(id, '[a-zA-Z]') }}
        then substr({{ id }}, 1, 15)
        else nullif(trim({{ id }}), '')
    end
{%- endmacro %}
